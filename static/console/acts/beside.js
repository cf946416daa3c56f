// What staff do around talks: pass on, note, ask for help, follow. Refusals go to the notice line, or to the form that asks.

import { get } from "../api.js";
import { elsewhere } from "../box.js";
import { isWritten } from "../channels.js";
import { addCommands } from "../commands.js";
import { ringFor } from "../attention.js";
import { PASS_ON, toldOf, writingOf } from "../changes/beside.js";
import { newId } from "../link.js";
import { refusal } from "../words.js";

/** `opening()` is called when an act begins; what it returns opens the contact, unless the person writes elsewhere by then. */
export function besideActs(store, link, { notice, opening }) {
  const { dispatch } = store;
  const failed = (error) => notice(refusal(error), "error");
  const does = (type) => (contact) => link.command({ type, contact }).catch(failed);

  const accept = (contact) => {
    const go = opening();
    return link.command({ type: "contact.transfer.accept", contact }).then(() => go(contact), failed);
  };
  const addNote = (contact, body) => link.command({ type: "note.add", contact, body });
  const whisper = (contact, body) => link.command({ type: "whisper", contact, body });

  async function follow(contact) {
    const go = opening(open);
    try {
      await link.command({ type: "contact.follow", contact });
      go(contact);
    } catch (error) {
      failed(error);
    }
  }
  const open = (contact) => dispatch({ type: "local.show", selected: contact, pane: "talk", dialog: null });
  const takeOver = (contact) => {
    const go = opening();
    return link.command({ type: "contact.take_over", contact }).then(() => go(contact), failed);
  };

  /** To the caller of a talk that one has joined; what is refused stays in the form. */
  const sayIn = (contact, body) => link.command({ type: "message.post", contact, id: newId(), body });

  const writes = (contact, id, changes) => dispatch({ type: "local.writing", contact, id, changes });

  /**
   * Send what a form beside a contact holds, once: until the answer is there it is not sent again. What is refused stays.
   * Tells whether it was sent.
   */
  async function sendWriting(contact, id, send) {
    const { text, busy } = writingOf(store.state, contact, id);
    if (busy) return false;
    if (!text.trim()) {
      writes(contact, id, { why: "There is nothing written yet." });
      return false;
    }
    writes(contact, id, { busy: true, why: "" });
    try {
      await send(text.trim());
      writes(contact, id, { text: "", busy: false });
      return true;
    } catch (error) {
      writes(contact, id, { busy: false, why: refusal(error) });
      return false;
    }
  }

  /** Ask somebody to take a talk, with the note that is written for it. Refused while nobody looks at the form, it is said in the bar. */
  async function passOn(contact, to) {
    const sent = await sendWriting(contact, PASS_ON, (note) => link.command({ type: "contact.transfer", contact, to, note }));
    const { why } = writingOf(store.state, contact, PASS_ON);
    const held = store.state.contacts[contact];
    if (!sent && why && held && store.state.dialog?.name !== "passOn") notice(`Contact ${held.slot} was not passed on. ${why} Your note is kept: Alt O.`, "error");
    return sent;
  }

  function readNotes(contact) {
    const seq = store.state.asides[contact]?.at(-1)?.seq ?? 0;
    if (seq > (store.state.notesRead[contact] ?? 0)) dispatch({ type: "local.notes_read", contact, seq });
  }

  const seeTold = (contact) => {
    const seq = toldOf(store.state, contact).at(-1)?.seq;
    if (seq) dispatch({ type: "local.told_seen", contact, seq });
  };

  return {
    seeTold, passOn, accept, decline: does("contact.transfer.decline"), withdraw: does("contact.transfer.withdraw"),
    addNote, readNotes, writes, sendWriting, raiseHelp: does("help.raise"), withdrawHelp: does("help.withdraw"),
    follow, openFollowed: open, unfollow: does("contact.unfollow"), join: does("contact.join"), takeOver, whisper, sayIn,
    passOnTargets: () => get("/console/api/transfer-targets/"), talks: () => get("/console/api/talks/"),
  };
}

// Not into a phone call: its handler could not take it.
ringFor(({ link, transfers, presence }) => (link.status === "online" && !presence?.on_phone ? Object.keys(transfers.asking).length : 0));

const talking = (state) => state.contacts[state.selected] && !state.contacts[state.selected].wrap_up;
// What asks somebody else has no place in practice.
const real = (state) => talking(state) && !state.contacts[state.selected].practice;
const dialog = (name) => ({ store, actions }) => actions.show({ dialog: { name, contact: store.state.selected } });
const followed = (state) => state.followed[state.selected];
const into = (pane, box) => ({ actions }) => {
  actions.show({ pane });
  elsewhere(() => document.querySelector(box)?.focus());
};

addCommands(
  { code: "KeyO", key: "Alt O", does: "Pass this talk on, with a note", also: "hand over transfer colleague somebody else", menu: "contact", act: dialog("passOn"),
    when: (state) => real(state) && isWritten(state) && !state.transfers.asked[state.selected] },
  { code: "KeyH", key: "Alt H", does: "Ask a supervisor for help", also: "danger 999", last: true, menu: "contact",
    act: ({ store, actions }) => actions.raiseHelp(store.state.selected),
    when: (state) => real(state) && (!state.help[state.selected] || state.help[state.selected].answered_at) },
  { does: "Take back that you ask for help", menu: "contact", act: ({ store, actions }) => actions.withdrawHelp(store.state.selected),
    when: (state) => state.contacts[state.selected] && state.help[state.selected] && !state.help[state.selected].answered_at },
  { code: "KeyE", key: "Alt E", does: "Notes beside this contact", when: (state) => state.contacts[state.selected] && !state.contacts[state.selected].channel,
    act: ({ actions }) => { actions.show({ tab: "notes", pane: "help" }); elsewhere(() => document.querySelector("#note-text")?.focus()); } },
  // Alt Y is the offer's then.
  { does: "Accept the talk that is passed on to you", when: ({ offer, transfers }) => offer && Object.keys(transfers.asking).length > 0,
    act: ({ store, actions }) => actions.accept(Object.keys(store.state.transfers.asking)[0]) },
  { does: "Decline the talk that is passed on to you", when: ({ transfers }) => Object.keys(transfers.asking).length > 0,
    act: ({ store, actions }) => actions.decline(Object.keys(store.state.transfers.asking)[0]) },
  { does: "Seen: the whisper or the note over the words", when: (state) => toldOf(state, state.selected).length > 0,
    act: ({ store, actions }) => actions.seeTold(store.state.selected) },
  { does: "Join this talk as a supervisor (asks first)", when: (state) => followed(state) && !followed(state).joined, act: dialog("join") },
  { does: "Take over this talk (asks first)", when: followed, act: dialog("takeOver") },
  { does: "Whisper to the handler of this talk", when: followed, act: into("help", "#whisper-text") },
  { does: "Write to the caller, as a supervisor", when: (state) => followed(state)?.joined, act: into("talk", "#joined-text") },
  { does: "Stop following", when: followed, act: ({ store, actions }) => actions.unfollow(store.state.selected) },
  { does: "Follow a talk", when: ({ role }) => role === "supervisor", act: ({ actions }) => actions.show({ dialog: { name: "talks" } }) },
);
