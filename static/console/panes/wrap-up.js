import { html, useEffect, useRef, useState } from "../view.js";
import { Choices, useDesk } from "../parts.js";
import { heardSafety, unasked } from "../contact.js";
import { safetyLabel } from "./safety.js";
import { endedBecause, refusal } from "../words.js";

/** After the end: what is missing, the outcome, and closing. Nothing can be written any more. */
export function WrapUp({ contact }) {
  const { state, actions, data } = useDesk();
  const [outcome, choose] = useState(contact.outcome ?? null);
  const [why, say] = useState("");
  const [busy, setBusy] = useState(false);
  const title = useRef();
  // The box is gone and the focus with it; a focus elsewhere, say in the triage tab, stays there.
  useEffect(() => { if (document.activeElement === document.body) title.current.focus(); }, []);
  const close = async (event) => {
    event.preventDefault();
    if (!outcome) return say("Choose an outcome first.");
    setBusy(true);
    try {
      return await actions.wrapUp(contact.contact, outcome);
    } catch (error) {
      setBusy(false);
      return say(refusal(error));
    }
  };
  return html`
    <form class="wrap-up" onSubmit=${close}>
      <h3 tabindex="-1" ref=${title}>Wrap up contact ${contact.slot}</h3>
      <p>${endedBecause(contact.reason)} Nothing more can be sent. Closing counts this contact once, without words.</p>
      <${Heard} contact=${contact} answers=${state.details[contact.contact]?.triage?.markers} />
      <${Missing} triage=${state.details[contact.contact]?.triage} level=${contact.level} />
      <${Choices} name="outcome" legend="How did it end?" options=${data.outcomes} value=${outcome}
        onPick=${(id) => { choose(id); say(""); }} />
      ${why && html`<p class="notice notice--error" role="alert">${why}</p>`}
      <div class="actions"><button class="button button--primary" type="submit" disabled=${busy}>${busy ? "Closing…" : "Close this contact"}</button></div>
    </form>`;
}

/** A reminder, never a gate: what was heard, and what of it nobody asked about. */
function Heard({ contact, answers }) {
  const { actions, data } = useDesk();
  const cues = heardSafety(contact).filter(({ kind }) => kind === "cue").map((each) => safetyLabel(data, each));
  const open = unasked(contact, answers).map((id) => safetyLabel(data, { kind: "marker", id }));
  if (!cues.length && !open.length) return null;
  return html`
    <div class="notice notice--warning wrap-up__heard">
      ${cues.length > 0 && html`<p><strong>Safety words heard:</strong> ${cues.map((label) => `${label}?`).join(" · ")}</p>`}
      ${open.length > 0 && html`<p><strong>Heard, still "not asked":</strong> ${open.join(" · ")}.${" "}
        <button class="button button--small" type="button" onClick=${() => actions.show({ tab: "triage", pane: "help" })}>Open triage</button></p>`}
    </div>`;
}

function Missing({ triage, level }) {
  const { actions } = useDesk();
  if (!triage) return null;
  const missing = [
    !triage.caller_type && "caller type",
    !level && "level",
    triage.readiness_after === null && "readiness after",
  ].filter(Boolean);
  if (!missing.length) return html`<p class="wrap-up__ready">Triage is complete.</p>`;
  return html`<p>Not set: ${missing.join(", ")}. Leave it so if it was never clear, or${" "}
    <button class="button button--quiet button--small" type="button" onClick=${() => actions.show({ tab: "triage", pane: "help" })}>open triage</button></p>`;
}
