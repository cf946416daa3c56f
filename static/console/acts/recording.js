// Recording a phone call or an e-mail: beginning, what the caller says of themselves, what was named, throwing away.

import { saveAnswers } from "../api.js";
import { isRecorded, mayRecord } from "../channels.js";
import { addCommands } from "../commands.js";
import { clock, refusal } from "../words.js";

addCommands(
  { does: "Record a phone call or an e-mail", also: "telephone rings call mail other channel", when: mayRecord,
    act: ({ actions }) => actions.show({ dialog: { name: "record" } }) },
  { does: "Throw this away: it was begun by mistake (asks first)", also: "discard delete recording", menu: "contact", last: true,
    when: ({ contacts, selected }) => isRecorded(contacts[selected]),
    act: ({ store, actions }) => actions.show({ dialog: { name: "discard", contact: store.state.selected } }) },
);

export function recordingActs(store, link) {
  const { dispatch } = store;
  const details = (contact, changes) => store.state.contacts[contact] && dispatch({ type: "local.details", contact, details: changes });

  /** Begin; returns the contact. A refusal is thrown, to be said beside the choice. */
  async function startRecording(channel, about) {
    const { contact } = await link.command({ type: "record.start", channel, about });
    return contact;
  }

  /** Show at once and save; where the service refuses, it is as it was. */
  async function answers(contact, changes, label) {
    const before = store.state.contacts[contact].answers;
    dispatch({ type: "answers", contact, answers: { ...before, ...changes } });
    details(contact, { saving: { label } });
    try {
      const saved = await saveAnswers(contact, changes);
      dispatch({ type: "answers", contact, answers: saved.answers });
      details(contact, { triage: saved.triage, saving: { label, done: clock(Date.now()) } });
      return true;
    } catch (error) {
      dispatch({ type: "answers", contact, answers: before });
      details(contact, { saving: { label, why: refusal(error) } });
      return false;
    }
  }

  async function noteSignpost(contact, entry) {
    await link.command({ type: "signpost.note", contact, programme: entry.id });
    const held = store.state.details[contact]?.signposts ?? [];
    if (held.some((each) => each.entry === entry.id)) return;
    details(contact, { signposts: [...held, { entry: entry.id, name: entry.name, at: new Date().toISOString() }] });
  }

  async function discard(contact) {
    await link.command({ type: "record.discard", contact });
    dispatch({ type: "gone", contact, reason: "discarded" });
  }

  const hear = (contact, cue, on) => dispatch({ type: "local.heard", contact, cue, on });
  const setRuler = (contact, name, value) => dispatch({ type: "local.ruler", contact, name, value });

  return { startRecording, answers, noteSignpost, discard, hear, setRuler };
}
