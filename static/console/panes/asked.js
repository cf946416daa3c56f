import { html } from "../view.js";
import { Confirm, useDesk } from "../parts.js";
import { elsewhere, toBox } from "../box.js";
import { CHANNELS, isRecorded } from "../channels.js";
import { openDanger } from "../danger.js";
import { BoundaryDialog } from "./boundaries.js";
import { ProposeBreak } from "./confidence.js";
import { DangerOver, Police } from "./danger-asks.js";
import { EndInDanger, LeftOpen, Unsent } from "./danger.js";
import { Join, TakeOver, Talks } from "./following.js";
import { FindPrompt } from "./find-prompt.js";
import { Keys } from "./keys-sheet.js";
import { Palette } from "./palette.js";
import { PassOn } from "./pass-on.js";
import { Practise } from "./practice.js";
import { Discard, Record } from "./recording.js";
import { SendCard } from "./send-card.js";
import { SignOut } from "./sign-out.js";
import { ViewMenu } from "./view-menu.js";

/**
 * What can stand before everything else, by the name of `state.dialog`. Each gets {dialog, contact, onClose}:
 * what was given to `actions.show({dialog: {name, contact?, ...}})`, and the contact it names.
 */
const DIALOGS = { keys: Keys, palette: Palette, findPrompt: FindPrompt, view: ViewMenu, end: End, practise: Practise, record: Record, discard: Discard, release: Release, signOut: SignOut, boundary: BoundaryDialog, leftOpen: LeftOpen, passOn: PassOn, talks: Talks, join: Join, takeOver: TakeOver, card: SendCard, police: Police, dangerOver: DangerOver, confidence: ProposeBreak };

export function Asked() {
  const { state, actions } = useDesk();
  const { dialog } = state;
  const Shown = DIALOGS[dialog?.name];
  if (!Shown) return null;
  return html`<${Shown} key=${dialog.name} dialog=${dialog} contact=${state.contacts[dialog.contact]} onClose=${() => actions.show({ dialog: null })} />`;
}

function End({ contact, onClose }) {
  const { state, actions } = useDesk();
  const danger = contact && openDanger(contact, state.details[contact.contact]);
  // What stands in the box goes with the talk: the safe answer leads back to it.
  const unsent = Boolean(state.drafts[contact?.contact]?.text?.trim());
  const toDraft = () => { onClose(); actions.show({ pane: "talk" }); elsewhere(toBox); };
  if (danger) return html`<${EndInDanger} contact=${contact} danger=${danger} unsent=${unsent} toDraft=${toDraft} onClose=${onClose} />`;
  const end = () => { onClose(); actions.end(contact.contact); };
  const safe = unsent ? { no: "Go back to the message", onNo: toDraft } : { onNo: onClose };
  if (contact?.practice) {
    return html`
      <${Confirm} title=${contact.test ? "End the test contact?" : "End the practice talk?"} yes="End the talk" danger onYes=${end} ...${safe}>
        ${unsent && html`<${Unsent} />`}
        <p>The wrap-up comes next, as after every talk${contact.test ? "." : "; then you can look back on how it went."}
          ${" "}The words are destroyed when you close it, and nothing is counted.</p><//>`;
  }
  if (isRecorded(contact)) {
    return html`
      <${Confirm} title="Has ${CHANNELS[contact.channel].one} ended?" yes=${CHANNELS[contact.channel].end} onYes=${end} onNo=${onClose}>
        <p>The wrap-up comes next. Nobody is told anything, and nothing is sent.</p><//>`;
  }
  return html`
    <${Confirm} title="End the talk with contact ${contact?.slot}?" yes="End the talk" danger onYes=${end} ...${safe}>
      ${unsent && html`<${Unsent} />`}
      <p>The caller is told that the talk has ended and cannot write any more. The cards you sent stay with them. The wrap-up comes next.</p><//>`;
}

function Release({ contact, onClose }) {
  const { actions } = useDesk();
  const release = () => { onClose(); actions.release(contact.contact); };
  return html`
    <${Confirm} title="Give contact ${contact?.slot} back?" yes="Give back" onYes=${release} onNo=${onClose}>
      <p>The caller goes to the front of the queue and is told that they wait for somebody else. You see nothing of the talk any more.</p><//>`;
}
