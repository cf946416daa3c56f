// What is asked before a danger is closed away: rules of the console. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { dangerWords, openDanger } from "/static/console/danger.js";
import { dangerActs } from "/static/console/acts/danger.js";
import { ringing } from "/static/console/attention.js";
import { finderFor } from "/static/console/identifying.js";
import { written } from "/static/console/police.js";
import { Asked } from "/static/console/panes/asked.js";
import { ProposeBreak } from "/static/console/panes/confidence.js";
import { DangerLine } from "/static/console/panes/danger-line.js";
import { Desk } from "/static/console/parts.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const at = (second) => `2026-11-21T10:00:${String(second).padStart(2, "0")}.000000+00:00`;
const online = { type: "local.link", link: { status: "online" } };
const welcome = (more = {}) => ({ type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: at(0), taken_at: at(0), ...more });
const said = (seq, from = "caller") => ({ type: "message", contact: A, seq, id: `${A}-${seq}`, from, body: "words", at: at(seq) });
const cue = (seq, name, safety = true) => ({ type: "cues", contact: A, seq, cues: [{ cue: name, label: name, start: 0, end: 1, safety }], prompts: [] });
const risk = (...markers) => ({ type: "risk", contact: A, markers });
const details = (more) => ({ type: "local.details", contact: A, details: more });
const level = (name, second) => details({ level: { level: name, by: "ann", at: at(second) } });
const answered = (markers) => details({ triage: { markers } });
const run = (...events) => events.reduce(reduce, INITIAL);
const open = (...events) => {
  const state = run(welcome(), ...events);
  return openDanger(state.contacts[A], state.details[A]);
};
const threat = [said(1), cue(1, "threat_ultimatum"), risk("threat_to_kill")];
const DATA = {
  levels: [], outcomes: [], caller_types: [], areas: [], services: [], cue_labels: { threat_ultimatum: "Threat" },
  markers: [{ id: "threat_to_kill", label: "Threats to kill", question: "" }, { id: "weapon_access", label: "Weapons", question: "" }],
  left_open: [{ id: "acted_on", label: "It was acted on" }, { id: "judged", label: "It was judged" }],
};

/** What asks, drawn over a console with these events; `then` presses and gives what was done and said. */
function asked(dialog, events, then) {
  const store = createStore(reduce, run(online, welcome(), ...events, { type: "local.show", dialog }));
  const did = [];
  const actions = {
    show: (shown) => { did.push(shown.dialog === null ? "shut" : shown.tab); store.dispatch({ type: "local.show", ...shown }); },
    end: (contact) => did.push(`end ${contact === A}`),
    raiseHelp: (contact) => did.push(`help ${contact === A}`),
    wrapUp: async (contact, outcome, because) => did.push(`close ${outcome} ${because}`),
    notice() {},
  };
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(html`<${Desk.Provider} value=${{ state: store.state, actions, data: DATA, now: 0 }}><${Asked} /><//>`, place);
  draw();
  then({ place, press: (figure) => place.querySelector("dialog").dispatchEvent(new KeyboardEvent("keydown", { code: `Digit${figure}`, bubbles: true })) });
  render(null, place);
  place.remove();
  return did;
}

const END = { name: "end", contact: A };
const LEFT = { name: "leftOpen", contact: A, outcome: "completed", danger: { level: null, suggested: null, not_safe_now: false, cues: [], markers: ["weapon_access"] } };

tell({
  "not so answers that cue in that message, and no marker"() {
    const refused = { type: "cues.judged", contact: A, judged: [{ seq: 1, cue: "threat_ultimatum", so: false, by: "ann" }] };
    equal(open(said(1), cue(1, "threat_ultimatum"), refused), null);
    equal(open(said(1), cue(1, "threat_ultimatum"), refused, said(2), cue(2, "threat_ultimatum")).cues, ["threat_ultimatum"]);
    equal([open(...threat, refused).cues, open(...threat, refused).markers], [[], ["threat_to_kill"]]);
  },
  "open is what was heard and nobody answered"() {
    equal(open(...threat), { level: null, suggested: null, not_safe_now: false, cues: ["threat_ultimatum"], markers: ["threat_to_kill"] });
    equal(open(said(1), risk("weapon_access")).markers, ["weapon_access"]);
    equal([open(said(1)), open(said(1), cue(1, "partner_blame", false))], [null, null]);
    equal(open(said(1), risk("weapon_access"), answered({ weapon_access: "no" })), null);
  },
  "a level answers what was said before it, and nothing after it"() {
    equal([open(...threat, level("elevated", 2)), open(...threat, level("elevated", 0))?.markers], [null, ["threat_to_kill"]]);
    equal(open(...threat, level("elevated", 2), said(3), risk("weapon_access")).markers, ["weapon_access"]);
    equal(open(level("urgent", 2)), { level: "urgent", suggested: null, not_safe_now: false, cues: [], markers: [] });
  },
  "whoever is not safe now and has no level is asked about, and nobody in practice"() {
    const of = (more) => openDanger(run(welcome(more)).contacts[A], undefined);
    equal([of({ answers: { safe_now: false } }).not_safe_now, of({ answers: { safe_now: false }, level: "standard" }), of({ answers: { safe_now: false }, practice: true })], [true, null, null]);
  },
  "it is said plainly, each danger once"() {
    equal(dangerWords(open(...threat), DATA).join(" "), "You heard: threats to kill. It was not asked about, and no level is set.");
    equal(dangerWords({ level: "elevated", cues: ["threat_ultimatum"], markers: [] }, DATA).join(" "), "You heard: threat. No level has been set since then.");
    equal(dangerWords({ level: "urgent", cues: [], markers: [] }, DATA), ["The level is urgent."]);
  },
  "at the end of a talk each way is one figure, and the first one loses nothing"() {
    const by = (figure) => asked(END, threat, ({ place, press }) => {
      equal([place.querySelector(".danger-words").textContent.includes("threats to kill"), document.activeElement.textContent.includes("Go to triage")], [true, true]);
      press(figure);
    });
    equal([by(1), by(2), by(3), by(4)], [["shut", "triage"], ["shut", "help true"], ["shut", "end true"], []]);
  },
  "without a danger the end asks as ever"() {
    asked(END, [said(1)], ({ place }) => equal([place.querySelector(".ways"), place.querySelector(".button--danger").textContent], [null, "End the talk"]));
  },
  "the end says first that a message was not sent, and the focus goes back to it"() {
    const draft = (text) => ({ type: "local.draft", contact: A, draft: { text } });
    asked(END, [said(1), draft("and then")], ({ place }) => {
      equal([...place.querySelectorAll(".dialog p")].map(({ textContent }) => textContent.slice(0, 31))[0], "Your last message was not sent.");
      equal(place.querySelector(".actions .button:last-child").textContent, "Go back to the message");
    });
    asked(END, [said(1), draft(" ")], ({ place }) => equal([place.textContent.includes("not sent"), place.querySelector(".actions .button:last-child").textContent], [false, "Cancel"]));
    const back = asked(END, [...threat, draft("and then")], ({ place, press }) => {
      equal(place.textContent.includes("Your last message was not sent."), true);
      press(3);
    });
    equal(back, ["shut", null]);
  },
  "closing with a danger open takes a reason, and goes out with it"() {
    equal(asked(LEFT, [], ({ press }) => press(4)), ["close completed judged"]);
    equal(asked(LEFT, [], ({ place }) => [...place.querySelectorAll(".ways .button")][2].click()), ["close completed acted_on"]);
  },
  "a danger that a handler raised is open until a person closes it"() {
    const raised = { type: "danger", contact: A, raised_at: at(1), raised_by: "ann", answered_at: null, by: null, rang_at: null, over_at: null };
    equal(open(raised), { level: null, suggested: null, not_safe_now: false, cues: [], markers: [], standing: true });
    equal(dangerWords(open(raised), DATA), ["The danger that you raised still stands: nobody has closed it."]);
    equal(open(raised, { ...raised, over_at: at(2) }), null);
    const answered = run(online, welcome(), raised, { ...raised, answered_at: at(2), by: "sue" });
    equal([answered.notices.map(({ text }) => text), run(online, welcome(), raised).notices], [["Contact 1: sue answers your call."], []]);
  },
  "what calls a supervisor is told anew by each connection, and rings"() {
    const calls = { type: "danger.calls", calls: [{ alert: "x", contact: A, about: "ann", raised_at: at(1), times: 1 }] };
    const connecting = { type: "local.link", link: { status: "connecting" } };
    equal([ringing(run(online, calls)), ringing(run(online, calls, { ...calls, calls: [] })), run(online, calls, connecting).dangerCalls], [1, 0, []]);
  },
  "the police could be given what the caller wrote, and nothing else"() {
    const words = (seq, from, body) => ({ ...said(seq, from), body });
    const of = (...events) => written(run(welcome(), ...events).contacts[A], finderFor([])).map(({ seq, kinds }) => [seq, kinds]);
    equal(of(words(1, "caller", "she lives at 14 Larch Street"), words(2, "handler", "at 14 Larch Street?"), words(3, "caller", "I am so angry")), [[1, ["an address"]]]);
    equal(of(words(1, "caller", "I am so angry")), []);
  },
  async "raised once however often it is pressed, and where that fails it is said that nobody was called"() {
    const store = createStore(reduce, run(online, welcome()));
    const did = [];
    const acts = (raiseDanger) => dangerActs(store, { show: () => {}, notice: (text) => did.push(text), loadGuidance: async () => did.push("script"), service: { raiseDanger } });
    const pressed = acts(async (contact) => did.push(`raised ${contact === A}`));
    await Promise.all([pressed.raiseDanger(A), pressed.raiseDanger(A)]);
    equal(did.splice(0), ["raised true", "script"]);
    await acts(() => Promise.reject({ code: "connection.lost", message: "No line." })).raiseDanger(A);
    equal([did.length, did[0].startsWith("Your supervisors were not called."), did[0].includes("999")], [1, true, true]);
  },
  async "where the service asks whether it is still you, a proposal waits for the answer and then goes on"() {
    const did = [];
    let confirmed = false;
    const service = {
      confirmItIsYou: async ({ password }) => { did.push(`shown ${password}`); confirmed = true; },
      proposeBreak: async (contact, reason) => { did.push(`${reason} ${confirmed}`); if (!confirmed) throw { code: "staff.confirm_first", message: "" }; },
    };
    const { proposeBreak } = dangerActs(createStore(reduce, INITIAL), { service });
    const place = document.body.appendChild(document.createElement("div"));
    const data = { ...DATA, break_reasons: [{ id: "child", label: "A child" }] };
    const pane = html`<${ProposeBreak} contact=${{ contact: A, slot: 1 }} onClose=${() => {}} />`;
    render(html`<${Desk.Provider} value=${{ actions: { proposeBreak }, data }}>${pane}<//>`, place);
    const drawn = () => new Promise((go) => setTimeout(go));
    const send = async () => { place.querySelector("form").requestSubmit(); await drawn(); await drawn(); };
    place.querySelector("input[type=radio]").click();
    await drawn();
    await send();
    const field = place.querySelector("input[type=password]");
    await send();
    field.value = "secret";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await drawn();
    await send();
    const end = place.textContent.includes("It is proposed");
    render(null, place);
    place.remove();
    equal([did, end], [["child false", "shown secret", "child true"], true]);
  },
  "the line of a danger says who the safeguarding lead is and how to reach them, where one is recorded"() {
    const place = document.body.appendChild(document.createElement("div"));
    const contact = { contact: A, items: [], danger: { raised_at: at(1), over_at: null, rang_at: null, calls: [] } };
    const said = (safeguarding_lead) => {
      render(html`<${Desk.Provider} value=${{ state: INITIAL, actions: {}, data: { ...DATA, safeguarding_lead } }}><${DangerLine} contact=${contact} /><//>`, place);
      const words = place.textContent;
      render(null, place);
      return words.match(/Safeguarding lead: [^.]*\./)?.[0];
    };
    const found = [said({ name: "Dr Ada Moore", where: "0151 496 0199" }), said({ name: "Dr Ada Moore", where: "" }), said(null)];
    place.remove();
    equal(found, ["Safeguarding lead: Dr Ada Moore, 0151 496 0199.", "Safeguarding lead: Dr Ada Moore.", undefined]);
  },
  "a hand that is up is not raised again"() {
    const help = { type: "help", contact: A, raised_at: at(1), answered_at: null, by: null };
    equal(asked(END, [...threat, help], ({ press }) => press(2)), ["shut", "end true"]);
  },
});
