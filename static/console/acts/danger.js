// Immediate danger: raised with one key, told of and closed by a person. Nothing here is sent to the caller but the card.

import * as api from "../api.js";
import { ringFor } from "../attention.js";
import { isWritten } from "../channels.js";
import { addCommands } from "../commands.js";
import { standing } from "../changes/danger.js";
import { alarms } from "../contact.js";
import { refusal } from "../words.js";

/** `show` as in actions; `signpost(contact, entry)` sends a card; `loadGuidance(contact)` asks where the script stands. */
export function dangerActs(store, { notice, show, signpost, loadGuidance, service = api }) {
  const raising = new Set();
  const failed = (error) => notice(refusal(error), "error");

  /** Call every supervisor, and open the script for this caller's danger. Where that fails it is said what did not happen. */
  async function raiseDanger(contact) {
    const held = store.state.contacts[contact];
    if (!held || raising.has(contact)) return;
    raising.add(contact);
    show({ tab: "script", pane: "help", dialog: null });
    // Whoever raises it has looked at what was heard: one red line is enough.
    store.dispatch({ type: "local.safety_seen", contact, keys: alarms(held).flatMap(({ keys }) => keys) });
    try {
      await service.raiseDanger(contact);
      await loadGuidance(contact);
      if (!store.state.contacts[contact]?.wrap_up) requestAnimationFrame(() => document.querySelector(".prompt__put")?.focus());
    } catch (error) {
      notice(`Your supervisors were not called. ${refusal(error)} 999 waits for nobody: ring it, and tell a supervisor by hand.`, "error");
    } finally {
      raising.delete(contact);
    }
  }

  const sendEmergency = (contact, id) => signpost(contact, { id, name: "999" }).catch(failed);
  const rang = (contact) => service.rangEmergency(contact).catch(failed);
  /** Tells whether it is closed; else why not is said. */
  const closeDanger = (contact, how) => service.closeDanger(contact, how).then(() => true, (error) => { failed(error); return false; });
  const answerCall = (alert) => service.answerAlert(alert).catch(failed);
  /** Rejects with why not: it stands where it was asked. */
  /** `shown` is {password} or {code}, where the service asks whether it is still you. */
  async function proposeBreak(contact, reason, shown) {
    if (shown) await service.confirmItIsYou(shown);
    return service.proposeBreak(contact, reason);
  }
  return { proposeBreak, raiseDanger, sendEmergency, rang, closeDanger, answerCall };
}

ringFor(({ link, dangerCalls }) => (link.status === "online" ? dangerCalls.length : 0), "A handler calls you: immediate danger");

const held = (state) => state.contacts[state.selected];
const inDanger = (state) => standing(held(state));
const click = (id) => () => document.getElementById(id)?.click();

addCommands(
  { code: "KeyD", key: "Alt D", does: "Immediate danger: call every supervisor, and open the danger script", also: "999 police emergency alarm", when: (state) => held(state) && !inDanger(state),
    act: ({ store, actions }) => actions.raiseDanger(store.state.selected) },
  { code: "KeyJ", key: "Alt J", does: "Send the 999 card, with how to ring without speaking", also: "danger silent solution 55 emergency", when: (state) => inDanger(state) && isWritten(state), act: click("danger-card") },
  { does: "What the police could be given", also: "danger 999 give details", when: held, menu: "contact", act: ({ store, actions }) => actions.show({ dialog: { name: "police", contact: store.state.selected } }) },
  { does: "Close the danger (asks how it came out)", also: "over mistake", when: inDanger, act: ({ store, actions }) => actions.show({ dialog: { name: "dangerOver", contact: store.state.selected } }) },
  { does: "Propose a break of confidence", also: "police safeguarding child pass on disclose", menu: "contact", when: (state) => held(state) && !held(state).practice, act: ({ store, actions }) => actions.show({ dialog: { name: "confidence", contact: store.state.selected } }) },
  { does: "My records of breaks of confidence, in another tab", also: "safeguarding passed on police hold", act: () => window.open("/supervision/safeguarding/", "_blank", "noopener") },
  { does: "Answer the call of a handler in danger", when: ({ dangerCalls }) => dangerCalls.length > 0, act: ({ store, actions }) => actions.answerCall(store.state.dangerCalls[0].alert) },
);
