// Marks in a caller's words, cues and risk markers, and what stands over the words until it was seen. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { alarms } from "/static/console/contact.js";
import { markClass } from "/static/console/panes/marks-named.js";
import { byName } from "/static/console/panes/safety.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const AT = "2026-11-21T10:00:00+00:00";
const MARKERS = [{ id: "strangulation", label: "Strangulation" }, { id: "separation", label: "Separation" }, { id: "threat_to_kill", label: "Threats to kill" }];
const DATA = { outcomes: [], markers: MARKERS, levels: [], caller_types: [], areas: [], services: [], cue_labels: { threat_ultimatum: "Threat" } };
const BODY = "🙂 she left so I had her by the neck";
const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT };
const said = (seq, body = BODY) => ({ type: "message", contact: A, seq, id: `id-${seq}`, from: "caller", body, at: AT });
const cue = (seq, id, start, end, safety = false) => ({ type: "cues", contact: A, seq, cues: [{ cue: id, label: id, start, end, safety }] });
const risk = (seq, ...spans) => ({ type: "risk", contact: A, seq, markers: [...new Set(spans.map(([marker]) => marker))], spans: spans.map(([marker, start, end]) => ({ marker, start, end })) });
const HEARD = [welcome, said(1), cue(1, "partner_blame", 2, 16), risk(1, ["separation", 2, 10], ["strangulation", 16, 35])];

/** A console on the page with one contact open; `then` gets its place and its store. */
async function drawn(events, then) {
  const link = { tell() {}, command: () => new Promise(() => {}) };
  const store = createStore(reduce, [...events, { type: "local.select", contact: A }].reduce(reduce, INITIAL));
  const actions = createActions(store, link);
  const place = document.createElement("div");
  document.body.append(place);
  try {
    render(html`<${App} store=${store} actions=${actions} data=${DATA} />`, place);
    return await then(place, store);
  } finally {
    render(null, place);
    place.remove();
  }
}

const drawnAnew = () => new Promise((done) => setTimeout(done));
const names = (place) => [...place.querySelectorAll(".alarm .tag")].map(({ textContent }) => textContent);

const rules = {
  async "the words of a risk marker are marked, above; where a cue stands in the same words both are seen"() {
    await drawn(HEARD, (place) => {
      equal([...place.querySelectorAll("mark")].map((mark) => [mark.textContent, mark.className, mark.title]), [
        ["she left", "mark mark--excuse mark--risk", "partner_blame, Separation"],
        [" so I ", "mark mark--excuse", "partner_blame"],
        ["had her by the neck", "mark mark--risk", "Strangulation"],
      ]);
    });
  },
  "a risk marker takes no place among the cues: the weightiest of these says the line below"() {
    const [excuse, danger, refused, marker] = [{ cue: "denial" }, { cue: "threat", safety: true }, { cue: "threat", safety: true, judged: { so: false } }, { marker: "stalking" }];
    equal(markClass([excuse, danger, marker], "stalking"), "mark mark--safety mark--risk mark--lit");
    equal(markClass([refused, marker], "threat"), "mark mark--safety mark--faint mark--risk mark--lit");
    equal(markClass([marker], null), "mark mark--risk");
  },
  async "its name stands below once, lights its words while it has the focus, and leads to how to ask"() {
    await drawn([...HEARD, risk(1, ["strangulation", 2, 10], ["strangulation", 16, 35])], async (place, store) => {
      const [button] = place.querySelectorAll(".message__risks button");
      equal([...place.querySelectorAll(".message__risks .named__name")].map(({ textContent }) => textContent), ["Strangulation"]);
      equal(button.getAttribute("aria-label"), "How to ask: Strangulation");
      const lit = async (event) => {
        button.dispatchEvent(new FocusEvent(event, { bubbles: true }));
        await drawnAnew();
        return [...place.querySelectorAll(".mark--lit")].map(({ textContent }) => textContent);
      };
      equal([await lit("focusin"), await lit("focusout")], [["she left", "had her by the neck"], []]);
      button.click();
      equal([store.state.tab, store.state.pane], ["triage", "help"]);
    });
  },
  async "in a talk that has ended, and where somebody reads along, a marker has its name and no way to ask"() {
    const ended = { ...welcome, wrap_up: true };
    await drawn([ended, ...HEARD.slice(1)], (place) => {
      equal([place.querySelectorAll(".message__risks .named__name").length, place.querySelectorAll(".message__risks button").length], [2, 0]);
    });
  },
  async "where a service tells markers without places they still alarm, and no words are marked"() {
    await drawn([welcome, said(1), { type: "risk", contact: A, markers: ["separation"] }], (place, store) => {
      equal([place.querySelectorAll("mark").length, names(place), store.state.contacts[A].markersAt], [0, ["Separation?"], { separation: 1 }]);
    });
  },
  async "each alarm has its own Seen: the others stay"() {
    await drawn(HEARD, (place, store) => {
      const pressed = place.querySelector('[aria-label="Seen: Separation"]');
      equal(names(place), ["Separation?", "Strangulation?"]);
      pressed.focus();
      pressed.click();
      equal([alarms(store.state.contacts[A]).map(({ id }) => id), document.activeElement.getAttribute("aria-label")], [["strangulation"], "Seen: Strangulation"]);
    });
  },
  async "all can be seen at once where there is more than one"() {
    const all = (place) => [...place.querySelectorAll(".safety-line__acts button")].find(({ textContent }) => textContent === "All seen");
    await drawn(HEARD, (place, store) => {
      all(place).click();
      equal(alarms(store.state.contacts[A]), []);
    });
    await drawn([welcome, said(1), risk(1, ["separation", 2, 10])], (place) => equal(all(place), undefined));
  },
  "a cue that its marker stands for is seen with it"() {
    const events = [welcome, said(1), cue(1, "threat_ultimatum", 2, 10, true), risk(1, ["threat_to_kill", 2, 10], ["separation", 2, 10])];
    const found = alarms(events.reduce(reduce, INITIAL).contacts[A]);
    equal(byName(found, ({ id }) => id).map(({ label, found: those }) => [label, those.map(({ id }) => id)]),
      [["threat_to_kill", ["threat_to_kill", "threat_ultimatum"]], ["separation", ["separation"]]]);
  },
};

await tell(rules);
