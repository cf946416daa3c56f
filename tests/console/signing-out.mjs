// The rules of signing out: what it does is said before it is done, and nothing written is lost unsaid. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { askBeforeSigningOut } from "/static/console/acts/signing-out.js";
import { possible } from "/static/console/commands.js";
import { warnBeforeLeaving } from "/static/console/leaving.js";
import { Desk } from "/static/console/parts.js";
import { SignOut } from "/static/console/panes/sign-out.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const [A, B, C] = ["a", "b", "c"];
const link = (status) => ({ type: "local.link", link: { status } });
const welcome = (contact, more = {}) => ({ type: "welcome", contact, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: { about: "own_behaviour" }, ...more });
const draft = (contact, text) => ({ type: "local.draft", contact, draft: { text } });
const note = (contact, text) => ({ type: "local.writing", contact, id: "note-text", changes: { text } });

function desk(...events) {
  const store = createStore(reduce, [link("online"), ...events].reduce(reduce, INITIAL));
  return { store, actions: createActions(store, { tell() {}, command: () => new Promise(() => {}) }) };
}

/** The page's own button to sign out, and how often it was let through. */
function button() {
  const form = document.createElement("form");
  form.className = "staff-header__out";
  form.append(document.createElement("button"));
  document.body.append(form);
  const let_through = [];
  form.submit = () => let_through.push(new FormData(form).get("confirmed"));
  return { form, let_through };
}

/** What the dialog says when the service has answered so. */
async function says({ store, actions }, answer, then = () => {}) {
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(html`<${Desk.Provider} value=${{ state: store.state, actions: { ...actions, beforeSigningOut: answer } }}><${SignOut} onClose=${() => {}} /><//>`, place);
  draw();
  await new Promise((done) => setTimeout(done, 250));
  draw();
  const [yes, no] = place.querySelectorAll(".actions > .button");
  const said = {
    lines: [...place.querySelectorAll(".will li")].map((line) => line.textContent.replace(/\s+/g, " ").trim()),
    yes: yes.textContent, may: yes.getAttribute("aria-disabled") !== "true", safe: document.activeElement === no, told: place.textContent.replace(/\s+/g, " "),
  };
  then(yes);
  render(null, place);
  place.remove();
  return said;
}

tell({
  async "each contact is named with what becomes of it, and the safe answer has the focus"() {
    const mine = desk(welcome(A), welcome(B, { wrap_up: true, state: "ended", closes_at: "2026-11-21T10:05:00+00:00" }), welcome(C, { practice: true }));
    const said = await says(mine, async () => ({ talks: 1, elsewhere: false }));
    equal(said.lines, [
      "Contact 1: Own behaviour",
      "Contact 2: Own behaviour The wrap-up is not finished. It stays yours, and closes by itself at 10:05.",
      "Contact 3: Own behaviour The practice ends; its words are destroyed.",
    ]);
    equal(said.told.includes("These go back to the front of the queue at once, with the first waiting time."), true);
    equal([said.yes, said.may, said.safe], ["Sign out and give it back", true, true]);
  },
  async "what is not sent yet is named as lost, and the browser does not ask about it again"() {
    const mine = desk(welcome(A), welcome(B), draft(A, "half"), draft(B, " "), note(B, "he is"), { type: "local.posting", contact: A, id: "1", body: "words" });
    const { form, let_through } = button();
    warnBeforeLeaving(mine.store);
    const asked = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    equal(asked(), true);
    const said = await says(mine, async () => ({ talks: 2, elsewhere: false }), (yes) => yes.click());
    equal(said.lines.slice(2), ["Lost: what stands in the box of contact 1.", "Lost: a note that you are writing beside contact 2.", "Lost: 1 message to contact 1, not sent yet."]);
    equal([said.yes, let_through, asked()], ["Sign out and give them back", ["2"], false]);
    form.remove();
  },
  async "signed in elsewhere, the talks stay there"() {
    const said = await says(desk(welcome(A)), async () => ({ talks: 1, elsewhere: true }));
    equal([said.lines, said.yes, said.told.includes("These stay with you there.")], [["Contact 1: Own behaviour"], "Sign out", true]);
  },
  async "while the service cannot be reached nobody is signed out, and it can be tried again"() {
    const said = await says(desk(welcome(A)), () => Promise.reject({ code: "request.failed", message: "The server cannot be reached just now." }));
    equal([said.may, said.told.includes("You cannot be signed out just now. The server cannot be reached just now. Nothing has changed."), said.told.includes("Try again")], [false, true, true]);
  },
  "the page's button asks only where something would be handed over or lost, and has a key"() {
    const { form } = button();
    const asks = (...events) => {
      const mine = desk(...events);
      const own = form.cloneNode(true);
      form.replaceWith(own);
      askBeforeSigningOut(mine);
      const submit = new Event("submit", { cancelable: true });
      own.dispatchEvent(submit);
      own.replaceWith(form);
      return [submit.defaultPrevented, mine.store.state.dialog?.name ?? null];
    };
    equal([asks(), asks(welcome(A)), asks(welcome(A), link("refused"))], [[false, null], [true, "signOut"], [false, null]]);
    equal(possible(desk().store.state).find(({ key }) => key === "Alt L")?.does, "Sign out: says first what becomes of your talks");
    form.remove();
  },
});
