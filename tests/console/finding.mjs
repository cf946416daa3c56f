// Finding a prompt of the script by its words. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { found } from "/static/console/finding.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const prompt = (id, words, more = {}) => ({ id, script: "Own behaviour", stage: "safety_check", words, intent: "Ask.", cues: [], model: false, ...more });
const PROMPTS = [
  prompt("m1", "Is everyone safe?"), prompt("m2", "You said it’s just a push.", { stage: "challenge", cues: ["minimisation"] }),
  prompt("m3", "What would it take?", { intent: "Look for what is safe to try." }),
];
const CARD = { question: "How?", low: "not", high: "very" };
const DATA = { outcomes: [], markers: [], levels: [], caller_types: [], areas: [], services: [], cue_labels: {}, talk_cards: { importance: CARD, confidence: CARD } };
// By timers alone: while a frame is waited for, the time that the page was given runs out.
globalThis.requestAnimationFrame = (act) => setTimeout(() => act(performance.now()), 16);
const settled = () => new Promise((done) => setTimeout(done, 60));

/** Waits for what a frame or two brings; the rule itself says what was wanted. */
async function until(holds) {
  for (let i = 0; i < 40 && !holds(); i += 1) await settled();
}

/** A desk with one talk open and the dialog over it; give what is in the box, or the step gone to, after `key`. */
async function chosen(typed, key, more = {}) {
  const details = { status: "ready", triage: { markers: {} }, instrument: { markers: [] }, guidance: null };
  const events = [
    { type: "welcome", contact: A, state: "talking", seq: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: "2026-11-21T10:00:00+00:00", taken_at: "2026-11-21T10:00:00+00:00", ...more },
    { type: "local.details", contact: A, details }, { type: "local.select", contact: A },
    { type: "local.show", dialog: { name: "findPrompt", contact: A, typed } },
  ];
  const store = createStore(reduce, events.reduce(reduce, INITIAL));
  const went = [];
  const real = createActions(store, { tell() {}, command: () => new Promise(() => {}) });
  const actions = { ...real, refreshGuidance() {}, loadGuidance() {}, goTo: (_, to) => went.push(to), api: { loadPrompts: async () => ({ prompts: PROMPTS }) } };
  const place = document.createElement("div");
  document.body.append(place);
  render(html`<${App} store=${store} actions=${actions} data=${DATA} />`, place);
  await until(() => !place.querySelector(".palette__foot").textContent.startsWith("Loading"));
  const listed = [...place.querySelectorAll("[role=option]")].map((row) => row.querySelector(".palette__from").textContent);
  place.querySelector(".palette__words").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, ...key }));
  await until(() => !listed.length || went.length || store.state.drafts[A]?.text);
  render(null, place);
  place.remove();
  return { listed, box: store.state.drafts[A]?.text ?? "", node: store.state.drafts[A]?.prompt?.node ?? null, went, open: store.state.dialog };
}

await tell({
  "every typed word must begin a word of it, and its own words come before what stands around it"() {
    const ids = (typed) => found(PROMPTS, typed).map(({ id }) => id);
    equal(["safe", "Its just", "push just", "minimis", "challenge push", "m3", "afe", "", " . "].map(ids),
      [["m1", "m3"], ["m2"], ["m2"], ["m2"], ["m2"], ["m3"], [], [], []]);
  },
  async "Enter puts it into the box with its name, and sends nothing"() {
    const { listed, box, node, went, open } = await chosen("push", {});
    equal([listed, box, node, went, open], [["Own behaviour · Challenge · m2"], "You said it’s just a push.", "m2", [], null]);
  },
  async "Shift Enter opens its step; with a call there is no box, and Enter does"() {
    const [step, call] = [await chosen("push", { shiftKey: true }), await chosen("push", {}, { channel: "phone" })];
    equal([step.went, step.box, call.went, call.box], [["m2"], "", ["m2"], ""]);
  },
  async "what is not found puts nothing in, and the dialog stays"() {
    const { listed, box, open } = await chosen("nowhere", {});
    equal([listed, box, open?.name], [[], "", "findPrompt"]);
  },
});
