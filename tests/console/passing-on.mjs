// The rules of the form that passes a talk on: it is sent once, says what happens, and loses no note. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { PASS_ON, writingOf } from "/static/console/changes/beside.js";
import { Desk } from "/static/console/parts.js";
import { BesideLine } from "/static/console/panes/beside-line.js";
import { PassOn } from "/static/console/panes/pass-on.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {} };
const link = (status) => ({ type: "local.link", link: { status } });
const shows = (dialog) => ({ type: "local.show", dialog });
const TARGETS = { handlers: [{ username: "ben", places: 2, skills: [] }], skills: [] };
const BEN = { handler: "ben" };

/** A desk with a note for ben written on it, or `form`, and what went out from it. */
function desk(status = "online", { form = { text: " He is calm. ", to: JSON.stringify(BEN) }, targets = TARGETS } = {}) {
  const sent = [];
  const wire = { tell() {}, command: (frame) => new Promise((resolve, reject) => sent.push({ frame, resolve, reject })) };
  const store = createStore(reduce, [link(status), welcome, shows({ name: "passOn", contact: A })].reduce(reduce, INITIAL));
  const actions = { ...createActions(store, wire), passOnTargets: async () => targets };
  actions.writes(A, PASS_ON, form);
  return { sent, store, actions, form: () => writingOf(store.state, A, PASS_ON) };
}

/** Draw a part of the desk as it stands; the dialog's button does what a press does. */
async function drawn({ store, actions }, Part, then) {
  const place = document.createElement("div");
  document.body.append(place);
  const closed = [];
  const draw = () => render(html`<${Desk.Provider} value=${{ state: store.state, actions, data: {} }}>
    <${Part} contact=${store.state.contacts[A]} onClose=${() => closed.push(1)} /><//>`, place);
  // Effects come with a frame, or a tenth of a second later where none comes.
  const settled = async () => { draw(); await new Promise((done) => setTimeout(done, 250)); draw(); };
  await settled();
  const press = async () => { place.querySelector("[type=submit]").click(); await settled(); };
  await then({ place, press, settled, closed, words: () => place.textContent.replace(/\s+/g, " ") });
  render(null, place);
  place.remove();
}

tell({
  async "pressed twice it is asked once, and the form closes when somebody is asked"() {
    const mine = desk();
    await drawn(mine, PassOn, async ({ place, press, settled, closed }) => {
      await press();
      await press();
      equal(mine.sent.map(({ frame }) => frame), [{ type: "contact.transfer", contact: A, to: BEN, note: "He is calm." }]);
      const button = place.querySelector("[type=submit]");
      equal([button.textContent, button.getAttribute("aria-disabled"), document.activeElement === button], ["Asking…", "true", true]);
      equal(closed.length, 0);
      mine.sent[0].resolve({});
      await settled();
      equal([closed.length, mine.form().text], [1, ""]);
    });
  },
  async "whom to ask is chosen already: the one colleague with a place, else anybody, and never who has none"() {
    const handler = (username, places) => ({ username, places, skills: [] });
    const asks = async (handlers, to = "") => {
      let said;
      await drawn(desk("online", { form: { to }, targets: { handlers, skills: [] } }), PassOn, async ({ place }) => {
        said = [place.querySelector("input:checked")?.value ?? "", place.querySelector("[type=submit]").textContent];
      });
      return said;
    };
    const [ben, anybody] = [BEN, { skill: null }].map((to) => JSON.stringify(to));
    equal(await asks([handler("ben", 2), handler("cat", 0)]), [ben, "Ask ben"]);
    equal(await asks([handler("ben", 2), handler("cat", 1)]), [anybody, "Ask anybody available"]);
    equal(await asks([handler("ben", 2), handler("cat", 1)], ben), [ben, "Ask ben"]);
    equal(await asks([handler("ben", 0), handler("cat", 1), handler("dan", 1)], ben), [anybody, "Ask anybody available"]);
    equal(await asks([handler("ben", 0)]), ["", "Ask"]);
  },
  async "the note has the focus, and a note that is missing has it again with what is wrong"() {
    await drawn(desk("online", { form: {} }), PassOn, async ({ place, press }) => {
      const note = place.querySelector("textarea");
      const first = document.activeElement === note;
      place.querySelector("[type=submit]").focus();
      await press();
      const said = document.getElementById(note.getAttribute("aria-describedby").split(" ").at(-1)).textContent;
      equal([first, document.activeElement === note, note.getAttribute("aria-invalid"), said], [true, true, "true", "Write a note: whoever takes over needs to know why."]);
    });
  },
  async "while the line is cut it says so, waits, and is queued once however often it is pressed"() {
    const mine = desk("offline");
    await drawn(mine, PassOn, async ({ place, press, words }) => {
      equal(words().includes("What you ask now waits here, and is asked once when it is back."), true);
      await press();
      await press();
      equal([mine.sent.length, place.querySelector("[type=submit]").textContent], [1, "Waiting to ask"]);
      equal(words().includes("until then the talk stays yours. You may close this."), true);
    });
    // The form closed, the talk itself says so.
    await drawn(mine, BesideLine, async ({ words }) => equal(words().includes("Nobody has been asked yet: it waits for the connection."), true));
  },
  async "what was written is there again when the form is opened anew"() {
    const mine = desk();
    mine.store.dispatch(shows(null));
    await drawn(mine, PassOn, async ({ place }) => {
      equal([place.querySelector("textarea").value, place.querySelector("input:checked").value], [" He is calm. ", JSON.stringify(BEN)]);
    });
  },
  async "a refusal keeps the note and is said in the form, or in the bar when the form is closed"() {
    const mine = desk();
    await drawn(mine, PassOn, async ({ press, settled, words, closed }) => {
      await press();
      mine.sent[0].reject({ code: "transfer.nobody" });
      await settled();
      equal([words().includes("Nobody who fits is available"), closed.length, mine.form().text, mine.form().busy], [true, 0, " He is calm. ", false]);
      equal(mine.store.state.notices.length, 0);
      await press();
      mine.store.dispatch(shows(null));
      mine.sent[1].reject({ code: "transfer.nobody" });
      await settled();
      equal(mine.store.state.notices[0].text, "Contact 1 was not passed on. Nobody who fits is available with a place left just now. Keep the talk, and ask again later or ask a supervisor for help. Your note is kept: Alt O.");
      equal(mine.form().text, " He is calm. ");
    });
  },
  async "of a contact that has gone meanwhile nothing is said again and nothing is held"() {
    const mine = desk();
    const asking = mine.actions.passOn(A, BEN);
    mine.store.dispatch({ type: "gone", contact: A, reason: "returned" });
    mine.sent[0].reject({ code: "contact.not_found" });
    equal([await asking, mine.store.state.notices.length, mine.store.state.writing], [false, 1, {}]);
  },
});
