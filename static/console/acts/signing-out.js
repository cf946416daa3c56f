// Signing out: asked about on this page, where something would be handed over or lost; without this page, the service asks.

import { get } from "../api.js";
import { addCommands } from "../commands.js";
import { unsaved } from "../leaving.js";

const form = () => document.querySelector(".staff-header__out");

addCommands({
  code: "KeyL", key: "Alt L", does: "Sign out: says first what becomes of your talks", also: "log out logout leave quit",
  when: ({ link }) => link.status !== "refused", act: () => form()?.requestSubmit(),
});

/** Is there something that a person must hear before they go? */
const asks = (state) => Object.keys(state.contacts).length > 0 || unsaved(state);

export function signingOutActs(store) {
  /** {talks, elsewhere}: how many talks the service would hand over, and whether one is signed in elsewhere. */
  const beforeSigningOut = () => get("/console/api/sign-out/");

  /** `talks`: how many were shown. One that came meanwhile is asked about once more, by the service. */
  function signOut(talks) {
    // What is lost was said: the browser need not ask again.
    store.dispatch({ type: "local.show", leaving: true });
    const shown = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: String(talks) });
    form().append(shown);
    form().submit();
  }

  return { beforeSigningOut, signOut };
}

/** The button in the page's head asks here, when there is something to ask. */
export function askBeforeSigningOut({ store, actions }) {
  form()?.addEventListener("submit", (event) => {
    if (store.state.link.status === "refused" || !asks(store.state)) return;
    event.preventDefault();
    actions.show({ dialog: { name: "signOut" } });
  });
}
