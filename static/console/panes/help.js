import { html } from "../view.js";
import { Empty, Key, useDesk } from "../parts.js";
import { isRecorded } from "../channels.js";
import { unreadNotes } from "../changes/beside.js";
import { FollowedNotes } from "./following.js";
import { NotesTab } from "./notes.js";
import { useAlarms } from "./safety.js";
import { ScriptTab } from "./script.js";
import { SignpostTab } from "./signpost.js";
import { TriageTab } from "./triage.js";

export const TABS = [
  { id: "script", label: "Script", key: "S", Panel: ScriptTab },
  { id: "triage", label: "Triage", key: "T", Panel: TriageTab },
  { id: "signpost", label: "Signpost", key: "G", Panel: SignpostTab },
  { id: "notes", label: "Notes", key: "E", Panel: NotesTab },
];

/** Of a phone call or an e-mail no words are kept, those of staff neither. */
const tabsFor = (contact) => (isRecorded(contact) ? TABS.filter(({ id }) => id !== "notes") : TABS);

/** The right pane: what helps with the contact in the middle. */
export function Help() {
  const { state, actions } = useDesk();
  const contact = state.contacts[state.selected];
  const followed = !contact && state.followed[state.selected];
  if (followed) return html`<aside class="help" aria-label="What helps"><div class="help__panel" id="help-panel" tabindex="0"><${FollowedNotes} talk=${followed} key=${followed.contact} /></div></aside>`;
  const notes = contact ? unreadNotes(state, contact.contact, state.me) : 0;
  const alarmed = useAlarms(contact).length > 0;
  const press = (id) => (id === "script" ? actions.openScript() : actions.show({ tab: id }));
  const { Panel } = TABS.find(({ id }) => id === state.tab);
  return html`
    <aside class="help" aria-label="What helps">
      <div class="tabs" role="tablist" aria-label="What helps" onKeyDown=${(event) => turn(event, tabsFor(contact), state.tab, actions)}>
        ${tabsFor(contact).map(({ id, label, key }) => html`
          <button role="tab" id="tab-${id}" key=${id} aria-selected=${String(state.tab === id)} aria-controls="help-panel"
            tabindex=${state.tab === id ? "0" : "-1"} onClick=${() => press(id)}>${label}${id === "script" && alarmed && html`<span class="tabs__mark"><span class="visually-hidden">: safety words heard</span></span>`}${id === "notes" && notes > 0 && html` <span class="count">${notes}<span class="visually-hidden"> new</span></span>`}<${Key}>Alt ${key}<//></button>`)}
      </div>
      <div class="help__panel" id="help-panel" role="tabpanel" aria-labelledby="tab-${state.tab}" tabindex="0" key=${`${state.selected}:${state.tab}`}>
        ${contact ? html`<${Loaded} contact=${contact} Panel=${Panel} />` : html`
          <${Empty} title="Nothing to help with yet."><p>Open a conversation, and its script, triage and services are here.</p><//>`}
      </div>
    </aside>`;
}

function Loaded({ contact, Panel }) {
  const { state, actions } = useDesk();
  const details = state.details[contact.contact];
  if (details?.status === "error") {
    return html`<div class="notice notice--error"><p>${details.why}</p>
      <button class="button button--small" onClick=${() => actions.loadDetails(contact.contact)}>Try again</button></div>`;
  }
  if (!details?.triage) return html`<${Empty} title="Loading what belongs to this contact…"><p>${isRecorded(contact) ? "You can go on meanwhile." : "You can write meanwhile."}</p><//>`;
  return html`<${Panel} contact=${contact} details=${details} />`;
}

function turn(event, tabs, tab, actions) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = tabs.findIndex(({ id }) => id === tab);
  const { id } = tabs[(at + step + tabs.length) % tabs.length];
  actions.show({ tab: id });
  document.getElementById(`tab-${id}`).focus();
}
