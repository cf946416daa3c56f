import { html, useLayoutEffect, useRef, useState } from "../view.js";
import { isRecorded } from "../channels.js";
import { Choices, useDesk } from "../parts.js";
import { askedWords, byWeight, isBelow, isOvertaken, reasonLabel } from "../risk.js";
import { clock } from "../words.js";

/** What the answers suggest, and why: a suggestion, never a fact. */
export function Suggested({ details, id, as = "h3" }) {
  const { data } = useDesk();
  const { suggestion } = details.triage;
  const { markers } = details.instrument;
  const { mine, others } = byWeight(suggestion);
  const one = (reason) => html`
    <li key=${reason.ids.join()}>${reasonLabel(reason, markers) && html`<strong>${reasonLabel(reason, markers)}:</strong>${" "}`}${reason.why}</li>`;
  return html`
    <section class="suggested" aria-labelledby=${id}>
      <${as} id=${id}>Suggested level:${" "}
        <span aria-live="polite">${suggestion.level ? html`<span class="tag tag--dashed suggested__level shape-${suggestion.level}">${labelOf(data, suggestion.level)}</span>` : "none yet"}</span><//>
      ${mine.length > 0 && html`<ul>${mine.map(one)}</ul>`}
      ${others.length > 0 && html`<details><summary>${others.length === 1 ? "1 more reason" : `${others.length} more reasons`}</summary><ul>${others.map(one)}</ul></details>`}
      <p class="muted">${askedWords(suggestion, markers.length)}</p>
    </section>`;
}

const labelOf = (data, id) => data.levels.find((level) => level.id === id)?.label ?? "";

/**
 * The level that a person sets. `atOnce`: nobody is ordered by it any more, so it is recorded as it is chosen. Less than
 * suggested asks for a reason in either case.
 */
export function LevelChoice({ contact, details, name, atOnce }) {
  const { actions, data } = useDesk();
  const [chosen, choose] = useState(null);
  const { suggestion } = details.triage;
  const now = details.level?.level ?? contact.level ?? null;
  const overtaken = isOvertaken(details.level, suggestion);
  const pending = chosen !== null && (chosen !== now || overtaken);
  const lower = pending && isBelow(chosen, suggestion.level);
  const asking = () => Boolean(document.activeElement?.closest(".level-line"));
  /** What asked goes away, and the focus with it: it is the row's again. */
  const settle = (level, asked = asking()) => {
    if (level === null && asked) toRow(name);
    choose(level);
  };
  const set = async (level, why) => {
    const asked = asking();
    const done = await actions.setLevel(contact.contact, level, why);
    // It may be gone before the answer came: whoever is elsewhere by now stays there.
    settle(done ? null : level, asked && (asking() || isNowhere()));
  };
  const pick = (level) => (atOnce && !isBelow(level, suggestion.level) ? set(level) : choose(level));
  return html`
    <${Choices} name=${name} legend="Level: a person decides" options=${data.levels.map((each) => ({ ...each, shape: `shape-${each.id}` }))}
      value=${chosen ?? now} pending=${pending} onPick=${pick}>
      <div class="level-line">
        <p role="status">${pending ? asks(data, chosen, lower, suggestion) : said(details, now)}
          ${details.levelWhy && html` <strong class="todo">${details.levelWhy}</strong>`}</p>
        ${!pending && overtaken && html`
          <p class="todo">The answers have come to suggest ${suggestion.level}. Set that, or say why not.
            <button class="button button--small" type="button" onClick=${() => choose(now)}>Keep ${now}, and say why</button></p>`}
        ${pending && (lower
          ? html`<${WhyLess} key=${chosen} name=${name} wordless=${isRecorded(contact)} level=${chosen} reasons=${details.instrument.lowering} first=${chosen === now} set=${(why) => set(chosen, why)} leave=${() => settle(null)} />`
          : html`<span class="actions"><button class="button button--small button--primary" type="button" onClick=${() => set(chosen)}>Set ${chosen}</button>
              <button class="button button--small" type="button" onClick=${() => settle(null)}>Leave it</button></span>`)}
      </div>
      <${Meanings} levels=${details.instrument.levels} />
    <//>`;
}

/** What the levels mean in this service, where it has written that down. */
function Meanings({ levels }) {
  const { data } = useDesk();
  return levels?.length > 0 && html`
    <details class="level-means"><summary>What each level means</summary>
      <dl>${levels.map(({ id, means }) => html`<div key=${id}><dt>${labelOf(data, id)}</dt><dd>${means}</dd></div>`)}</dl>
    </details>`;
}

const isNowhere = () => document.activeElement === document.body || document.activeElement?.id === "talk-title";

/** To the level that is set, or to the first. */
export const toRow = (name) => (document.querySelector(`[name="${name}"]:checked`) ?? document.querySelector(`[name="${name}"]`))?.focus();

function asks(data, chosen, lower, suggestion) {
  const level = html`<strong>${labelOf(data, chosen).toLowerCase()}</strong>`;
  if (lower) return html`<strong>Not recorded yet.</strong> ${labelOf(data, chosen)} is less than the answers suggest (${suggestion.level}). You decide, and say why.`;
  return html`<strong>Not recorded yet. Press Set to record.</strong> Set the level to ${level}? It orders the queue, and your name stands beside it.`;
}

function said({ level }, now) {
  if (!now) return "Not set yet.";
  const by = level?.by ? `Set by ${level.by} at ${clock(level.at)}.` : "Set.";
  return level?.lowered ? `${by} Less than suggested (${level.lowered.suggested}): ${level.lowered.label}.` : by;
}

/** Why it is less than suggested: one of the instrument's reasons, and a sentence where that asks for one. `first`: the focus comes here. */
function WhyLess({ name, wordless, level, reasons, first, set, leave }) {
  const [because, choose] = useState(null);
  const [note, write] = useState("");
  const [todo, say] = useState("");
  const list = useRef();
  const wordsNeeded = !wordless && (reasons.find(({ id }) => id === because)?.words ?? false);
  // What was pressed to keep a level is gone, and the focus with it.
  useLayoutEffect(() => { if (first) list.current.querySelector("input").focus(); }, []);
  const go = () => {
    if (!because) return say("Choose why first.");
    if (wordsNeeded && !note.trim()) return say("Say why in a sentence.");
    return set({ because, note });
  };
  // In the wrap-up Enter would close the contact.
  const byEnter = (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } };
  return html`
    <div class="why-less">
      <fieldset class="why-less__reasons" ref=${list}><legend>Why less than suggested?</legend>
        ${reasons.map(({ id, label }) => html`
          <label key=${id}><input type="radio" name="${name}-because" checked=${because === id} onChange=${() => { say(""); choose(id); }} /><span>${label}</span></label>`)}
      </fieldset>
      ${!wordless && html`<label class="why-less__note" for="${name}-note">In a sentence, without names${wordsNeeded ? " (needed)" : " (if it helps)"}</label>
      <input id="${name}-note" type="text" maxlength="300" autocomplete="off" aria-required=${wordsNeeded ? "true" : undefined} value=${note} onInput=${(event) => write(event.target.value)} onKeyDown=${byEnter} />`}
      <p class="muted">That they say so themselves is no reason. ${wordless ? "No words are kept of it." : "The sentence stands among your notes, and goes with the words."}</p>
      <p class="todo" role="alert">${todo}</p>
      <span class="actions"><button class="button button--small button--primary" type="button" onClick=${go}>Set ${level} with this reason</button>
        <button class="button button--small" type="button" onClick=${leave}>Leave it</button></span>
    </div>`;
}
