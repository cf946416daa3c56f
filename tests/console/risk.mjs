// The suggested level, the reason for less, and markers that stand open: rules of the console. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { judgingActs } from "/static/console/acts/judging.js";
import { openDanger } from "/static/console/danger.js";
import { LevelChoice, Suggested } from "/static/console/panes/level.js";
import { TriageTab } from "/static/console/panes/triage.js";
import { Desk } from "/static/console/parts.js";
import { askedWords, isBelow, isOvertaken } from "/static/console/risk.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const LEVELS = ["immediate", "urgent", "elevated", "standard"];
const DATA = { levels: LEVELS.map((id) => ({ id, label: id[0].toUpperCase() + id.slice(1) })), caller_types: [], markers: [], cue_labels: {} };
const marker = (id, listened_for = true) => ({ id, label: id, question: `${id}?`, guidance: ["Ask it straight."], listened_for });
const INSTRUMENT = {
  version: 1, markers: [marker("suicidal"), marker("separation"), marker("coercive_control", false)],
  lowering: [{ id: "with_supervisor", label: "Two judged it", words: false }, { id: "other", label: "Another reason", words: true }],
};
const suggestion = (level, reasons = [], not_asked = []) => ({ level, reasons, not_asked });
const URGENT = suggestion("urgent", [{ kind: "marker", ids: ["suicidal"], level: "urgent", why: "Not to die alone." }]);
const UNASKED = Object.fromEntries(INSTRUMENT.markers.map(({ id }) => [id, "not_asked"]));
const triage = (more = {}) => ({ caller_type: null, readiness_before: null, readiness_after: null, markers: UNASKED, suggestion: URGENT, ...more });
const CONTACT = { contact: A, slot: 1, items: [], cues: {}, markers: [], markersAt: {}, answers: {}, level: null };
const details = (more = {}) => ({ status: "ready", triage: triage(), instrument: INSTRUMENT, level: null, ...more });
const settled = () => new Promise((done) => setTimeout(done, 60));

/** Draws a part; `then` looks, picks and writes. Answers what was asked of the service. */
async function drawn(Part, props, then, set = () => true) {
  const did = [];
  const actions = { setLevel: async (_contact, level, why) => { did.push([level, why ?? null]); return set(); }, triage: (_contact, changes) => did.push(changes) };
  const place = document.createElement("div");
  document.body.append(place);
  const draw = (now) => render(html`<${Desk.Provider} value=${{ state: INITIAL, actions, data: DATA, now: 0 }}><${Part} ...${{ ...props, ...now }} /><//>`, place);
  draw({});
  await then({
    place, draw,
    pick: async (name, n) => { place.querySelectorAll(`[name="${name}"]`)[n].click(); await settled(); },
    press: async (words) => { [...place.querySelectorAll("button")].find((button) => button.textContent.includes(words)).click(); await settled(); },
    write: async (words) => { const box = place.querySelector("input[type=text]"); box.value = words; box.dispatchEvent(new InputEvent("input", { bubbles: true })); await settled(); },
  });
  render(null, place);
  place.remove();
  return did;
}

const level = (more = {}) => [LevelChoice, { contact: CONTACT, details: details(), name: "level", ...more }];

tell({
  "a level is below a more pressing suggestion alone"() {
    equal(LEVELS.map((each) => isBelow(each, "urgent")), [false, false, true, true]);
    equal([isBelow(null, "urgent"), isBelow("standard", null), isBelow("standard", undefined)], [false, false, false]);
  },
  async "what a level means is read where it is set, and only what this service has written down"() {
    const levels = [{ id: "urgent", means: "Today, with a supervisor." }];
    const read = async (instrument) => {
      let found;
      await drawn(...level({ details: details({ instrument }) }), ({ place }) => { found = place.querySelector(".level-means")?.innerText ?? null; });
      return found;
    };
    equal(await read({ ...INSTRUMENT, levels }), "What each level means");
    equal([await read(INSTRUMENT), await read({ ...INSTRUMENT, levels: [] })], [null, null]);
    await drawn(...level({ details: details({ instrument: { ...INSTRUMENT, levels } }) }), ({ place }) => {
      place.querySelector(".level-means summary").click();
      equal([...place.querySelectorAll(".level-means :is(dt, dd)")].map((each) => each.textContent), ["Urgent", "Today, with a supervisor."]);
    });
  },
  "a reason counts for what was suggested then, and for no more"() {
    const lowered = { level: "elevated", lowered: { suggested: "urgent" } };
    equal([isOvertaken(lowered, URGENT), isOvertaken(lowered, suggestion("immediate"))], [false, true]);
    equal([isOvertaken({ level: "elevated" }, URGENT), isOvertaken({ level: "urgent" }, URGENT), isOvertaken(null, URGENT)], [true, false, false]);
  },
  "what is suggested and not set is open at the end, and a reason answers it"() {
    const open = (more) => openDanger(CONTACT, details(more))?.suggested ?? null;
    const set = (lowered) => ({ level: { level: "elevated", by: "ann", at: "2026-11-21T10:00:00+00:00", lowered } });
    equal([open(), open(set(null)), open(set({ suggested: "urgent" }))], ["urgent", "urgent", null]);
    equal(open({ triage: triage({ suggestion: suggestion("elevated") }) }), null);
  },
  async "the suggestion says why and how far it was asked"() {
    await drawn(Suggested, { id: "s", details: details() }, ({ place, draw }) => {
      equal([place.querySelector("h3").textContent, place.querySelector("li").textContent], ["Suggested level: Urgent", "suicidal: Not to die alone."]);
      draw({ details: details({ triage: triage({ suggestion: suggestion(null, [], ["suicidal", "separation", "coercive_control"]) }) }) });
      equal(place.querySelector("h3").textContent, "Suggested level: none yet");
    });
    equal(askedWords(suggestion("standard", [], ["suicidal"]), 3), "2 of 3 asked. What they say of themselves is a floor: it may be worse.");
  },
  async "as much as suggested is set by one more press, and by none in the wrap-up"() {
    equal(await drawn(...level(), async ({ pick, press }) => { await pick("level", 1); await press("Set urgent"); }), [["urgent", null]]);
    equal(await drawn(...level({ atOnce: true }), ({ pick }) => pick("level", 0)), [["immediate", null]]);
  },
  async "whoever sets a level by key is at the row again, though what asked went first, unless they went elsewhere"() {
    for (const [elsewhere, then] of [[false, ["level", true]], [true, ["elsewhere", false]]]) {
      const [Part, props] = level();
      let gone;
      await drawn(Part, props, async ({ place, pick, press, draw }) => {
        const other = Object.assign(document.createElement("input"), { name: "elsewhere" });
        place.before(other);
        await pick("level", 1);
        gone = () => { draw({ details: details({ level: { level: "urgent", by: "ann", at: "2026-11-21T10:00:00+00:00" } }) }); (elsewhere ? other : document.activeElement)[elsewhere ? "focus" : "blur"](); };
        place.querySelector(".level-line .button--primary").focus();
        await press("Set urgent");
        equal([document.activeElement.name, document.activeElement.checked], then);
        other.remove();
      }, async () => { gone(); return true; });
    }
  },
  async "what the answers suggest is in sight of whoever answers further down, until it is set"() {
    await drawn(TriageTab, { contact: CONTACT, details: details() }, ({ place, draw }) => {
      const bar = () => place.querySelector(".saved__level")?.textContent ?? null;
      equal(bar(), "Suggested: Urgent");
      place.querySelector(".saved__level").click();
      equal(document.activeElement.name, "level");
      draw({ details: details({ level: { level: "standard", lowered: null } }) });
      equal(bar(), "Suggested: Urgent");
      draw({ details: details({ level: { level: "immediate", lowered: null } }) });
      equal(bar(), null);
      draw({ details: details({ triage: triage({ suggestion: suggestion(null) }) }) });
      equal(bar(), null);
    });
  },
  async "less than suggested asks why, in the wrap-up as well"() {
    for (const atOnce of [false, true]) {
      const did = await drawn(...level({ atOnce }), async ({ place, pick, press }) => {
        await pick("level", 2);
        await press("with this reason");
        equal(place.querySelector("[role=alert]").textContent, "Choose why first.");
        await pick("level-because", 0);
        await press("with this reason");
      });
      equal(did, [["elevated", { because: "with_supervisor", note: "" }]]);
    }
  },
  async "another reason asks for a sentence, and leaves the focus where it is"() {
    const did = await drawn(...level(), async ({ place, pick, press, write }) => {
      await pick("level", 3);
      await pick("level-because", 1);
      equal([place.querySelector("input[type=text]").ariaRequired, document.activeElement === place.querySelector("input[type=text]")], ["true", false]);
      await press("with this reason");
      equal(place.querySelector("[role=alert]").textContent, "Say why in a sentence.");
      await write("A wrong tick.");
      place.querySelector("input[type=text]").focus();
      place.querySelector("input[type=text]").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      await settled();
      equal(document.activeElement.name, "level");
    });
    equal(did, [["standard", { because: "other", note: "A wrong tick." }]]);
  },
  async "answers that came to suggest more are told, and the level is kept with a reason"() {
    const stands = { level: "elevated", by: "ann", at: "2026-11-21T10:00:00+00:00", lowered: null };
    const did = await drawn(...level({ details: details({ level: stands }) }), async ({ press, pick }) => {
      await press("Keep elevated, and say why");
      equal(document.activeElement.name, "level-because");
      await pick("level-because", 0);
      await press("with this reason");
    });
    equal(did, [["elevated", { because: "with_supervisor", note: "" }]]);
  },
  async "what the service alone knew to suggest is asked about too"() {
    const old = details({ triage: triage({ suggestion: suggestion(null) }) });
    const [Part, props] = level({ details: old });
    await drawn(Part, props, async ({ place, pick, press, draw }) => {
      await pick("level", 3);
      await press("Set standard");
      draw({ details: details({ levelWhy: "Say why." }) });
      await settled();
      equal(Boolean(place.querySelector("[name=level-because]")), true);
    }, () => false);
  },
  async "the refusal of the service brings its suggestion with it"() {
    const store = createStore(reduce, { ...INITIAL, contacts: { [A]: CONTACT }, details: { [A]: details({ triage: triage({ suggestion: suggestion(null) }) }) } });
    const real = window.fetch;
    const meta = document.createElement("meta");
    Object.assign(meta, { name: "csrf-token", content: "x" });
    document.head.append(meta);
    window.fetch = async () => new Response(JSON.stringify({ error: { code: "level.reason_needed", message: "Say why.", suggestion: URGENT } }), { status: 409 });
    const done = await judgingActs(store).setLevel(A, "standard");
    window.fetch = real;
    const held = store.state.details[A];
    equal([done, held.triage.suggestion.level, held.levelWhy], [false, "urgent", "Say why."]);
  },
  async "a marker that was heard stands open and unanswered, and stays open when it is answered"() {
    const heard = { ...CONTACT, markers: ["suicidal"] };
    await drawn(TriageTab, { contact: heard, details: details() }, async ({ place, draw }) => {
      const opened = () => [...place.querySelectorAll(".marker__guidance")].map(({ open }) => open);
      const checked = () => [...place.querySelectorAll(".marker .pick--on")].map(({ textContent }) => textContent);
      const tags = () => [...place.querySelectorAll(".marker .tag")].map(({ textContent }) => textContent);
      equal([opened(), checked()], [[true, false, false], ["Not asked", "Not asked", "Not asked"]]);
      equal(tags(), ["Heard: worth asking", "Never marked: always ask"]);
      place.querySelector(".heard button").click();
      equal([document.activeElement.name, document.activeElement.checked], ["marker-suicidal", true]);
      draw({ details: details({ triage: triage({ markers: { ...UNASKED, suicidal: "no" } }) }) });
      equal([opened(), checked()], [[true, false, false], ["No", "Not asked", "Not asked"]]);
      equal([tags(), place.querySelector(".heard")], [["Never marked: always ask"], null]);
    });
  },
});
