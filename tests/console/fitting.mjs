// Which prompts fit, what a handler says of a mark, and what is told of it: rules of the console. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import "/static/console/acts/guiding.js";
import { cueActs } from "/static/console/acts/judging-cues.js";
import { refusedKeys, shapeOf, talkWords } from "/static/console/changes/judged.js";
import { matching, possible } from "/static/console/commands.js";
import { activeCues, alarms, promptNow } from "/static/console/contact.js";
import { fitting, mentions } from "/static/console/fitting.js";
import { NotSo } from "/static/console/panes/not-so.js";
import { Named, markClass } from "/static/console/panes/marks-named.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const AT = "2026-11-21T10:00:00+00:00";
const online = { type: "local.link", link: { status: "online" } };
const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT };
const said = (seq, from = "caller", body = "she made me do it") => ({ type: "message", contact: A, seq, id: `${A}-${seq}`, from, body, at: AT });
const cues = (seq, ...names) => ({ type: "cues", contact: A, seq, prompts: [], cues: names.map((cue) => ({ cue, label: cue, start: 0, end: 3, safety: cue === "self_harm" })) });
const judged = (...rows) => ({ type: "cues.judged", contact: A, judged: rows.map(([seq, cue, so]) => ({ seq, cue, so, by: "ann" })) });
const run = (...events) => events.reduce(reduce, INITIAL);
const talk = (...events) => run(welcome, ...events).contacts[A];
const node = (id, ...of) => ({ id, cues: of, prompt: id });
const guidance = { interrupts: [node("help", "self_harm")], challenges: [node("blame", "partner_blame"), node("deny", "denial"), node("small", "minimisation"), node("never", "jealousy")] };
const heard = [said(1), cues(1, "denial", "minimisation", "partner_blame", "self_harm")];
const names = (contact) => fitting(contact, guidance).map((each) => each.node.id);

/** Acts over a console with these events; what was told to the service stands in `frames`. */
function acting(...events) {
  const store = createStore(reduce, run(online, welcome, ...events));
  const frames = [];
  const link = { tell: (frame) => frames.push(frame), command: async (frame) => { frames.push(frame); } };
  return { store, frames, acts: cueActs(store, link, { failed() {}, loadGuidance() {} }) };
}

function drawn(part, then) {
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(part, place);
  draw();
  const result = then(place, draw);
  render(null, place);
  place.remove();
  return result;
}
const nextFrame = () => new Promise((done) => setTimeout(done, 50));

tell({
  "at most three prompts fit, those for safety first, each with the marks that it answers"() {
    equal(names(talk(...heard)), ["help", "blame", "deny"]);
    equal(fitting(talk(...heard), guidance)[1].reasons.map(({ cue, seq }) => [cue, seq]), [["partner_blame", 1]]);
    equal(fitting(talk(...heard), guidance).map(({ hotkey, safety }) => [hotkey, safety]), [[",", true], [".", false], ["/", false]]);
    equal([fitting(talk(said(1)), guidance), fitting(talk(...heard), null)], [[], []]);
  },
  "what was given before stands behind what was not, a danger too, and Alt P goes on with the script"() {
    const sent = (prompt) => ({ ...said(2, "handler", "Is anyone hurt?"), prompt });
    equal(names(talk(...heard, sent("help"))).at(-1), "help");
    const held = fitting(talk(said(1), cues(1, "self_harm"), sent("help")), guidance);
    equal(held.map(({ node: { id }, again }) => [id, again]), [["help", true]]);
    const current = { id: "here" };
    equal(promptNow(talk(...heard), { ...guidance, current }).id, "help");
    equal(promptNow(talk(...heard, sent("help")), { ...guidance, current }).id, "here");
  },
  "the steps that come next are found among the acts"() {
    const next = [{ when: "they say more", to: "b", prompt: "Go on?" }, { when: "they leave", to: "END", prompt: "" }];
    const state = run(welcome, { type: "local.select", contact: A }, { type: "local.details", contact: A, details: { guidance: { next } } });
    const moved = [];
    const [step, ...more] = matching(possible(state), "script they");
    step.act({ actions: { goTo: (...where) => moved.push(where) } });
    equal([step.does, more.length, moved], ["Script: they say more", 0, [[A, "b"]]]);
  },
  "not so takes a mark and its prompts away, and the next one comes up; undone it is there again"() {
    const refused = judged([1, "partner_blame", false], [1, "self_harm", false]);
    equal(names(talk(...heard, refused)), ["deny", "small"]);
    equal([alarms(talk(...heard)).length, alarms(talk(...heard, refused)).length], [1, 0]);
    equal(names(talk(...heard, refused, judged())), ["help", "blame", "deny"]);
    equal(activeCues(talk(...heard, judged([1, "self_harm", true])))[0].cue, "self_harm");
    equal(refusedKeys(talk(...heard, judged([1, "denial", true], [1, "self_harm", false]))), ["1:self_harm"]);
  },
  "change talk and sustain talk are counted by message, confirmed ones alone"() {
    const rows = [[1, "change_desire", true], [1, "change_need", true], [3, "change_steps", true], [5, "change_need", false], [5, "sustain_talk", true], [7, "denial", true]];
    equal(talkWords(talk(judged(...rows))), "Change talk 2 · sustain talk 1");
    equal([talkWords(talk(judged([5, "sustain_talk", true]))), talkWords(talk())], ["Sustain talk 1", ""]);
  },
  "each kind of mark has a shape of its own, the weightiest wins, and a refused danger is faint"() {
    const mark = (cue, more = {}) => ({ cue, label: cue, safety: cue === "self_harm", judged: null, ...more });
    equal(["self_harm", "change_need", "sustain_talk", "denial"].map((cue) => shapeOf(mark(cue))), ["safety", "change", "sustain", "excuse"]);
    const words = (...marks) => markClass(marks, "denial").trim().split(/\s+/);
    equal(words(mark("denial"), mark("self_harm")), ["mark", "mark--safety", "mark--lit"]);
    equal(words(mark("self_harm", { judged: { so: false } })), ["mark", "mark--safety", "mark--faint"]);
  },
  "a prompt that was sent says yes to its marks where nobody has said anything"() {
    const { acts, frames } = acting(...heard, judged([1, "denial", false]));
    acts.confirmBySending(A, [{ seq: 1, cue: "denial" }, { seq: 1, cue: "partner_blame" }]);
    equal(frames, [{ type: "cue.judge", contact: A, seq: 1, cue: "partner_blame", so: true }]);
    equal(acts.confirmBySending(A), []);
  },
  "what is shown is told once from a page, and what is taken passes over the others"() {
    const { acts, frames, store } = acting(...heard, { type: "local.details", contact: A, details: { guidance } });
    acts.tellShown(A, ["help", "blame"]);
    acts.tellShown(A, ["help", "deny", "deny"]);
    acts.taken(A, "blame");
    acts.wentBy(A, "deny");
    acts.wentBy(A, "m30");
    equal(frames.map(({ prompts, prompt, passed }) => prompts ?? [prompt ?? null, passed]), [["help", "blame"], ["deny"], ["blame", ["help", "deny"]], [null, ["help", "blame", "deny"]]]);
    store.dispatch({ type: "local.link", link: { status: "offline" } });
    acts.tellShown(A, ["small"]);
    equal(frames.length, 4);
  },
  async "a mark of a danger is not put away by one press"() {
    const did = [];
    const part = (safety) => html`<${NotSo} safety=${safety} act=${() => did.push(safety)}>Not so<//>`;
    drawn(part(false), (place) => place.querySelector("button").click());
    equal(did, [false]);
    const place = document.createElement("div");
    document.body.append(place);
    render(part(true), place);
    const press = async (text) => { [...place.querySelectorAll("button")].find((each) => each.textContent === text).click(); await nextFrame(); };
    await press("Not so");
    equal(did, [false]);
    await press("Keep it");
    await press("Not so");
    await press("Nobody is in danger here");
    equal(did, [false, true]);
    render(null, place);
    place.remove();
  },
  "under the words each mark is named once, with yes and not so where somebody may say it"() {
    const marks = ["denial", "denial", "self_harm"].map((cue) => ({ cue, label: cue, safety: cue === "self_harm", judged: null }));
    const shown = (judge, list = marks) => drawn(html`<${Named} marks=${list} judge=${judge} light=${() => {}} />`, (place) => [...place.querySelectorAll("button")].map((each) => each.getAttribute("aria-label")));
    equal(shown(() => {}), ["Yes: denial", "Not so: denial", "Yes: self_harm", "Not so: self_harm"]);
    equal(shown(null), []);
    equal(shown(() => {}, [{ ...marks[2], judged: { so: false, by: "ann" } }]), ["Undo not so: self_harm"]);
    equal([mentions(talk(said(1), said(2, "handler"), said(3, "caller", "yes"), said(4, "caller", "my wife")))], [2]);
  },
});
