// Sending the talk's own cards: always by hand, after a look at what the caller gets.

import { addCommands } from "../commands.js";
import { CARDS, isFor } from "../rulers.js";
import { refusal } from "../words.js";

const talking = ({ contacts, details, selected }) =>
  contacts[selected] && !contacts[selected].wrap_up && !contacts[selected].channel && isFor(details[selected]?.guidance?.kind);

addCommands(...Object.entries(CARDS).map(([card, { does }]) => ({
  does, also: "scale readiness importance confidence safety", when: talking,
  act: ({ store, actions }) => actions.show({ dialog: { name: "card", contact: store.state.selected, card } }),
})));

/** The name under which a card is being written beside its contact. */
export const formOf = (card) => `card-${card}`;

export function talkCardActs(store, link) {
  const write = (contact, card, changes) => store.dispatch({ type: "local.writing", contact, id: formOf(card), changes });

  /** Send it; tells whether the service took it, else why not stands in the form. */
  async function sendCard(contact, card, { contactForbidden, lines }) {
    write(contact, card, { busy: true, why: "" });
    try {
      await link.command({
        type: "card.send", contact, name: card,
        ...(contactForbidden !== undefined && { contact_forbidden: contactForbidden }), ...(lines && { lines }),
      });
      write(contact, card, { text: "", lines: {}, ticked: {}, order: undefined, busy: false });
      return true;
    } catch (error) {
      write(contact, card, { busy: false, why: refusal(error) });
      return false;
    }
  }

  return { writeCard: write, sendCard };
}
