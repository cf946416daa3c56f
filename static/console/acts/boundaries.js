// What a handler can do about a caller whom they know, and about one who crosses a line.

import { refusal } from "../words.js";

/** `putPrompt` puts a sentence into the box, which a person sends; `notice(text, kind)` says what came of an act. */
export function boundaryActs(store, link, { putPrompt, notice }) {
  const { dispatch } = store;
  const failed = (error) => notice(refusal(error), "error");
  const asked = (command) => link.command(command).then(() => true, (error) => { failed(error); return false; });

  /** The first press asks, the second one, as the next thing that is done, hands the contact over. */
  function known() {
    const { selected, contacts, knowing } = store.state;
    if (!contacts[selected] || contacts[selected].wrap_up) return undefined;
    if (knowing !== selected) return dispatch({ type: "local.knowing", contact: selected });
    dispatch({ type: "local.knowing", contact: null });
    return link.command({ type: "contact.known", contact: selected })
      .then(() => dispatch({ type: "gone", contact: selected, reason: "known" }), failed);
  }
  const keep = () => dispatch({ type: "local.knowing", contact: null });

  /** What it was said to be is chosen again when the steps are opened the next time. */
  const crossed = (contact, { id }) => dispatch({ type: "local.crossed", contact, kind: id });

  function nameIt(contact, kind) {
    crossed(contact, kind);
    return putPrompt(contact, { id: null, words: kind.name_it });
  }

  /** The warning counts once the sentence was sent: contact.warn notes that it is being given. */
  async function warn(contact, kind) {
    if (!(await asked({ type: "contact.warn", contact, kind: kind.id }))) return;
    crossed(contact, kind);
    putPrompt(contact, { id: null, words: kind.warning });
  }

  async function endForAbuse(contact, kind, block) {
    const done = await asked({ type: "contact.end_for_abuse", contact, kind: kind.id, block });
    if (done) dispatch({ type: "local.ended_for_abuse", contact });
    return done;
  }

  const carryOn = () => asked({ type: "presence.carry_on" });
  const askForDebrief = async () => {
    const until = store.state.presence?.paused_until ?? null;
    if (!(await asked({ type: "debrief.ask" }))) return;
    dispatch({ type: "local.debrief_asked", until });
    notice("Your supervisors have been asked for a debrief.");
  };
  return { known, keep, nameIt, warn, endForAbuse, carryOn, askForDebrief };
}
