// What a person judges of a contact, and closing it. Saved at once, one after the other, and each change can be undone once.

import * as api from "../api.js";
import { elsewhere, toMarker } from "../box.js";
import { clock, refusal } from "../words.js";

export function judgingActs(store) {
  const { dispatch } = store;
  const held = (contact) => store.state.details[contact];
  /** A contact that has gone meanwhile is not remembered again. */
  const details = (contact, changes) => store.state.contacts[contact] && dispatch({ type: "local.details", contact, details: changes });

  // The last save of each contact: what is chosen next, and closing, wait for it.
  const last = new Map();
  function inTurn(contact, act) {
    const next = (last.get(contact) ?? Promise.resolve()).then(act);
    const settled = next.catch(() => {}).then(() => last.get(contact) === settled && last.delete(contact));
    last.set(contact, settled);
    return next;
  }
  const isLast = (contact, mine) => last.get(contact) === mine;

  /** Show at once, save, and remember the value before, for "Undo". */
  function triage(contact, changes, label, undoing = false) {
    const before = held(contact).triage;
    details(contact, { triage: merged(before, changes), saving: { label } });
    const undo = undoing ? null : { changes: reversed(before, changes), label };
    const done = inTurn(contact, async () => {
      try {
        const saved = await api.saveTriage(contact, changes);
        // Where more was chosen meanwhile, the answer to that tells all.
        const shown = isLast(contact, mine) ? { triage: saved } : {};
        details(contact, { ...shown, saving: { label, done: clock(Date.now()), undone: undoing, undo } });
      } catch (error) {
        if (held(contact)) details(contact, { triage: merged(held(contact).triage, reversed(before, changes)), saving: { label, why: refusal(error) } });
      }
    });
    const mine = last.get(contact);
    return done;
  }

  /** Resolves with whether it was set; `why` is {because, note} where it is less than suggested. */
  const setLevel = (contact, level, why) => inTurn(contact, async () => {
    try {
      const saved = await api.saveLevel(contact, level, why);
      details(contact, { level: saved, levelWhy: null });
      dispatch({ type: "local.level", contact, level: saved.level });
      return true;
    } catch (error) {
      // The answers suggest more than this page knew: now it can ask why.
      const known = error.suggestion && held(contact) ? { triage: { ...held(contact).triage, suggestion: error.suggestion } } : {};
      details(contact, { ...known, levelWhy: refusal(error) });
      return false;
    }
  });

  /** Note how it ended: it counts should nobody close the contact in time. */
  function noteOutcome(contact, outcome) {
    const label = "how it ended";
    details(contact, { outcome, saving: { label } });
    return inTurn(contact, async () => {
      try {
        await api.noteOutcome(contact, outcome);
        details(contact, { saving: { label, done: clock(Date.now()) } });
      } catch (error) {
        details(contact, { saving: { label, why: refusal(error) } });
      }
    });
  }

  /**
   * Close it, once all that was chosen is saved; `because` says why, where a danger is still open. Rejects with the
   * server's refusal.
   */
  const wrapUp = (contact, outcome, because) => inTurn(contact, async () => {
    await api.wrapUp(contact, outcome, because);
    dispatch({ type: "gone", contact, reason: store.state.contacts[contact]?.practice ? "practice" : "closed" });
  });

  /** Go to the question of a risk marker, and how to ask it. Nothing is answered by it. */
  function askAboutMarker(marker) {
    dispatch({ type: "local.show", tab: "triage", pane: "help" });
    elsewhere(() => toMarker(marker));
  }

  /** Resolves once everything that was chosen so far is saved, or was refused. */
  const saved = async (contact) => last.get(contact);

  return { triage, askAboutMarker, setLevel, noteOutcome, saved, wrapUp };
}

const merged = (triage, { markers, ...changes }) => ({
  ...triage, ...changes, markers: { ...triage.markers, ...markers },
});

function reversed(before, { markers, ...changes }) {
  const fields = Object.fromEntries(Object.keys(changes).map((field) => [field, before[field] ?? null]));
  if (!markers) return fields;
  const answers = Object.keys(markers).map((id) => [id, before.markers[id] ?? "not_asked"]);
  return { ...fields, markers: Object.fromEntries(answers) };
}
