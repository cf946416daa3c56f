// When the service is asked what fits now, and what becomes of its answer: rules of the console. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { AT_LEAST_APART, guidingActs } from "/static/console/acts/guiding.js";
import { withGuidance } from "/static/console/changes/guided.js";
import { Messages } from "/static/console/panes/messages.js";
import { ScriptTab } from "/static/console/panes/script.js";
import { Desk } from "/static/console/parts.js";
import { html, render } from "/static/console/view.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";

const A = "11111111-1111-4111-8111-111111111111";
const AT = "2026-11-21T10:00:00+00:00";
const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT };
const loaded = { type: "local.details", contact: A, details: { status: "ready" } };
const said = (seq) => ({ type: "message", contact: A, seq, id: `${A}-${seq}`, from: "caller", body: "she made me do it", at: AT });
const answer = (id, more = {}) => ({ current: { id, prompt: "What happened?" }, next: [{ to: "a" }], ...more });
const settled = () => new Promise((done) => setTimeout(done, 0));

/** A desk whose service answers when the rule says so: `asked` holds what was asked and {give, fail} for each. */
function asking() {
  const desk = { now: 0, asked: [], timers: [], store: createStore(reduce, [welcome, loaded].reduce(reduce, INITIAL)) };
  const ask = (what) => new Promise((give, fail) => desk.asked.push({ what, give, fail }));
  const service = { loadGuidance: () => ask("load"), moveScript: (contact, node) => ask(`to ${node}`) };
  const later = (act, wait) => desk.timers.push({ act, wait });
  desk.acts = guidingActs(desk.store, { cueing: { wentBy() {} }, service, clock: () => desk.now, later, atRest: () => desk.rest });
  desk.says = (seq) => { desk.store.dispatch(said(seq)); desk.acts.refreshGuidance(A); };
  desk.what = () => desk.asked.map(({ what }) => what);
  desk.held = () => desk.store.state.details[A]?.guidance;
  return desk;
}

tell({
  "the first is asked at once; what a hurried caller brings about after it, once and soon"() {
    const desk = asking();
    desk.says(1);
    desk.now = 100;
    [2, 3, 4].forEach(desk.says);
    equal([desk.what(), desk.timers.map(({ wait }) => wait)], [["load"], [AT_LEAST_APART - 100]]);
    desk.now = AT_LEAST_APART;
    desk.timers[0].act();
    equal(desk.what(), ["load", "load"]);
    desk.now = 10 * AT_LEAST_APART;
    desk.acts.refreshGuidance(A);
    equal([desk.asked.length, desk.timers.length], [2, 1]);
  },
  async "what nobody pressed for is drawn once there is time, and what was asked by hand at once"() {
    const desk = asking();
    let go;
    desk.rest = new Promise((done) => { go = done; });
    desk.says(1);
    desk.asked[0].give(answer("a"));
    await settled();
    const before = desk.held();
    desk.acts.loadGuidance(A);
    desk.asked[1].give(answer("b"));
    await settled();
    equal([before, desk.held().current.id], [undefined, "b"]);
    // It was asked earlier, and comes too late.
    go();
    await settled();
    equal(desk.held().current.id, "b");
  },
  "an answer that says the same leaves what is held, and one that says a part anew leaves the other parts"() {
    const held = answer("a", { challenges: [{ id: "blame" }] });
    equal(withGuidance(held, answer("a", { challenges: [{ id: "blame" }] })) === held, true);
    const now = withGuidance(held, answer("a", { challenges: [] }));
    equal([now === held, now.current === held.current, now.next === held.next, now.challenges], [false, true, true, []]);
    equal([withGuidance(undefined, held) === held, withGuidance(held, answer("a")).challenges], [true, undefined]);
  },
  async "the newest asking counts, whichever answer comes last"() {
    const desk = asking();
    desk.acts.loadGuidance(A);
    desk.acts.loadGuidance(A);
    desk.asked[1].give(answer("new"));
    await settled();
    desk.asked[0].give(answer("old"));
    await settled();
    equal(desk.held().current.id, "new");
  },
  async "what is heard while the script moves waits for the move, and is asked then"() {
    const desk = asking();
    const moved = desk.acts.move(A, "b");
    desk.says(1);
    equal(desk.what(), ["to b"]);
    desk.asked[0].give();
    await settled();
    desk.asked[1].give(answer("b"));
    desk.now = AT_LEAST_APART;
    await moved;
    equal([desk.what(), desk.held().current.id], [["to b", "load", "load"], "b"]);
  },
  async "without any script the tab says so with nothing to try again, and the empty talk speaks of no first line"() {
    const desk = asking();
    desk.acts.loadGuidance(A);
    desk.asked[0].fail({ code: "scripts.none_in_use", message: "No script is in use yet." });
    await settled();
    const { state } = desk.store;
    const place = document.createElement("div");
    const shown = (held) => {
      const [contact, details] = [held.contacts[A], held.details[A]];
      const actions = { refreshGuidance() {}, tellShown() {} };
      document.body.append(place);
      render(html`<${Desk.Provider} value=${{ state: held, actions, data: { cue_labels: {} }, now: 0 }}><${Messages} contact=${contact} />${!details.guidance && html`<${ScriptTab} contact=${contact} details=${details} />`}<//>`, place);
      const found = [[...place.querySelectorAll("p")].map(({ textContent }) => textContent).filter(Boolean), place.querySelectorAll("button").length];
      render(null, place);
      place.remove();
      return found;
    };
    equal(shown(state), [["Nothing written yet.", "No prompts yet.", "No script is in use yet."], 0]);
    desk.acts.loadGuidance(A);
    desk.asked[1].give(answer("a"));
    await settled();
    equal([desk.store.state.details[A].noScript, shown(desk.store.state)[0][1]], [false, "The script beside this has a first line you can put into the box."]);
  },
  async "a refusal says why, and the next answer takes it back"() {
    const desk = asking();
    desk.acts.loadGuidance(A);
    desk.asked[0].fail(new TypeError("Failed to fetch"));
    await settled();
    equal(Boolean(desk.store.state.details[A].guidanceWhy), true);
    desk.acts.loadGuidance(A);
    desk.asked[1].give(answer("a"));
    await settled();
    equal([desk.store.state.details[A].guidanceWhy, desk.held().current.id], [null, "a"]);
  },
  async "of a talk that has left the desk nothing is asked, and a late answer is dropped"() {
    const desk = asking();
    desk.acts.loadGuidance(A);
    desk.store.dispatch({ type: "gone", contact: A, reason: "released" });
    desk.asked[0].give(answer("a"));
    await settled();
    desk.acts.refreshGuidance(A);
    await desk.acts.loadGuidance(A);
    equal([desk.what(), desk.store.state.details[A]], [["load"], undefined]);
  },
});
