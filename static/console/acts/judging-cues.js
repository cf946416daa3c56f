// What a handler says of a mark in the caller's words, and what is counted of the prompts; no words go with either.

import * as api from "../api.js";
import { judgementOf } from "../changes/judged.js";
import { fitting } from "../fitting.js";

/** `loadGuidance(contact)` asks for the script's offers anew; `failed(error)` tells of what could not be done. */
export function cueActs(store, link, { failed, loadGuidance }) {
  const held = (contact) => store.state.contacts[contact];
  const offered = (contact) => fitting(held(contact), store.state.details[contact]?.guidance).map(({ node }) => node.id);

  /** `so`: true, false, or null to take back what was said. */
  const judge = (contact, { seq, cue }, so) => link.command({ type: "cue.judge", contact, seq, cue, so }).catch(failed);
  const refuse = (contact, marks) => marks.map((mark) => judge(contact, mark, false));

  /** A prompt was sent that answers these marks: where nobody has said anything of one, it is so. */
  function confirmBySending(contact, marks = []) {
    const open = marks.filter(({ seq, cue }) => held(contact) && !judgementOf(held(contact), seq, cue));
    return open.map((mark) => judge(contact, mark, true));
  }

  // What is only counted fails in silence: nobody can do anything about it.
  const taken = (contact, prompt) => {
    const passed = offered(contact).filter((id) => id !== prompt);
    return link.command({ type: "prompt.take", contact, prompt, passed }).catch(() => {});
  };
  /** Another step was chosen than those that fit. */
  const wentBy = (contact, step) => {
    const passed = offered(contact);
    if (passed.length && !passed.includes(step)) link.command({ type: "prompt.take", contact, passed }).catch(() => {});
  };

  const told = new Map();
  /** Tell once from this page which prompts stand in the panel; the service counts each once in a contact. */
  function tellShown(contact, prompts) {
    if (store.state.link.status !== "online") return;
    const known = told.get(contact) ?? told.set(contact, new Set()).get(contact);
    const fresh = [...new Set(prompts)].filter((id) => !known.has(id));
    fresh.forEach((id) => known.add(id));
    if (fresh.length) link.tell({ type: "prompts.shown", contact, prompts: fresh });
  }

  const setAddress = (contact, by_hand) => api.saveAddress(contact, by_hand).then(() => loadGuidance(contact), failed);

  return { judge, refuse, confirmBySending, taken, wentBy, tellShown, setAddress };
}
