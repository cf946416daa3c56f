// Giving services: one card, or several that were ticked, with one act. Nothing is given by itself.

import { confirmEntry } from "../api.js";
import { elsewhere } from "../box.js";
import { isRecorded } from "../channels.js";
import { addCommands } from "../commands.js";

/** As many as the service takes with one act: more than somebody in distress can choose from. */
export const MOST_AT_ONCE = 4;

/** What is ticked and not given yet. */
export const tickedOf = ({ ticked_services: ticked = [], signposts = [] } = {}) =>
  ticked.filter(({ id }) => !signposts.some(({ entry }) => entry === id));

/** Whether somebody has to check it before it is given; 999 waits for nobody. */
export const needsCheck = ({ unconfirmed, sendable }) => unconfirmed && !sendable;

const hasTicked = ({ contacts, details, selected }) =>
  contacts[selected] && !contacts[selected].wrap_up && tickedOf(details[selected]).length > 0;

addCommands({
  does: "Go to the services that are ticked, to give them", also: "several cards send signpost at once", when: hasTicked,
  act: ({ actions }) => {
    actions.show({ tab: "signpost", pane: "help" });
    elsewhere(() => document.querySelector(".ticked__give")?.focus());
  },
});

/** `noteSignpost(contact, entry)` notes one on the phone or in an e-mail. */
export function givingActs(store, link, { noteSignpost }) {
  const { dispatch } = store;
  const details = (contact, changes) => store.state.contacts[contact] && dispatch({ type: "local.details", contact, details: changes });
  const heldOf = (contact) => store.state.details[contact] ?? {};

  const given = (contact, entries) => {
    const at = new Date().toISOString();
    details(contact, { signposts: [...(heldOf(contact).signposts ?? []), ...entries.map(({ id, name }) => ({ entry: id, name, at }))] });
  };

  async function signpost(contact, entry) {
    await link.command({ type: "signpost.send", contact, programme: entry.id });
    given(contact, [entry]);
  }

  /** Tick a service, or untick it; beyond the most nothing is ticked. */
  function tickService(contact, entry, on) {
    const rest = tickedOf(heldOf(contact)).filter(({ id }) => id !== entry.id);
    if (on && rest.length >= MOST_AT_ONCE) return;
    details(contact, { ticked_services: on ? [...rest, entry] : rest });
  }

  const untickAll = (contact) => details(contact, { ticked_services: [] });

  /**
   * Give what is ticked: confirm what was not checked lately first, then all with one act. What was confirmed
   * stays confirmed where the rest is refused; `confirmed(row)` is told of each.
   */
  async function giveTicked(contact, { confirmed }) {
    const entries = tickedOf(heldOf(contact));
    for (const entry of entries.filter(needsCheck)) {
      const row = await confirmEntry(entry.id, contact);
      confirmed(row);
      details(contact, { ticked_services: tickedOf(heldOf(contact)).map((each) => (each.id === row.id ? { ...each, ...row } : each)) });
    }
    if (isRecorded(store.state.contacts[contact])) {
      for (const entry of entries) await noteSignpost(contact, entry);
    } else if (entries.length === 1) {
      await signpost(contact, entries[0]);
    } else {
      await link.command({ type: "signpost.send_several", contact, programmes: entries.map(({ id }) => id) });
      given(contact, entries);
    }
    untickAll(contact);
  }

  return { signpost, tickService, untickAll, giveTicked };
}
