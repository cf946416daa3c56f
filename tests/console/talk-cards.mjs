// Cards of a talk at the console: how answers stand, what practice asks next, and what goes out. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { CardShown } from "/static/console/panes/talk-cards.js";
import { Desk } from "/static/console/parts.js";
import { html, render } from "/static/console/view.js";
import { createActions } from "/static/console/actions.js";
import { writingOf } from "/static/console/changes/beside.js";
import { possible } from "/static/console/commands.js";
import { activeCues, lastOfCaller, read, unread } from "/static/console/contact.js";
import { CARDS, answerTo, cardOf, followUps, inWords } from "/static/console/rulers.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";

const AT = "2026-11-26T12:00:00+00:00";
const welcome = { type: "welcome", contact: "a", seq: 0, state: "talking", answers: { about: "own_behaviour" } };
const card = (seq, name = "importance") => ({ type: "card", contact: "a", seq, id: `card-${name}`, name, at: AT });
const answer = (seq, value, of = "importance") => ({ type: "answer", contact: "a", seq, id: `answer-${seq}`, from: "caller", card: `card-${of}`, value, at: AT });
const run = (...events) => events.reduce(reduce, INITIAL);
const contact = (...events) => run(welcome, ...events).contacts.a;

/** Send a card at a desk; give the frames that went out and the form afterwards. */
async function sends(how, reply = () => Promise.resolve({})) {
  const sent = [];
  const link = { tell() {}, command: (frame) => { sent.push(frame); return reply(); } };
  const store = createStore(reduce, run(welcome));
  const actions = createActions(store, link);
  actions.writeCard("a", how.card, { lines: how.lines ?? {}, text: "x" });
  const done = await actions.sendCard("a", how.card, how);
  return { sent, done, form: writingOf(store.state, "a", `card-${how.card}`) };
}

tell({
  "before a ruler is sent its numbers are shown as the caller gets them, once it is sent its question alone"() {
    const words = { question: "How sure?", hint: "Choose.", low: "Not at all", high: "Completely", skip: "Rather not say" };
    const shown = (short) => {
      const place = document.createElement("div");
      render(html`<${Desk.Provider} value=${{ data: { talk_cards: { confidence: words } } }}><${CardShown} name="confidence" short=${short} /><//>`, place);
      return [[...place.querySelectorAll("li")].map(({ textContent }) => textContent).join(" "), ["hint", "skip"].map((name) => place.textContent.includes(words[name]))];
    };
    equal([shown(false), shown(true)], [["0 1 2 3 4 5 6 7 8 9 10", [true, true]], ["", [false, false]]]);
  },
  "the last answer to a card stands, whatever came first, and each names its card"() {
    const { items } = contact(card(1), answer(2, 4), card(3, "confidence"), answer(4, 2, "confidence"), answer(5, null));
    equal(answerTo(items, items[0]).value, null);
    equal(answerTo(items, items[2]).value, 2);
    equal(cardOf(items, items[1]).name, "importance");
    equal(answerTo(contact(card(1)).items, items[0]), null);
  },
  "what came twice, or out of order, stands once in its place"() {
    const { items, known } = contact(answer(2, 4), card(1), answer(2, 4));
    equal(items.map(({ kind }) => kind), ["card", "answer"]);
    equal(known, 2);
  },
  "an answer counts as unread until it is looked at, and a card of ours as having read"() {
    const held = contact(card(1), answer(2, 4));
    equal(unread(held), 1);
    equal([read(held).readTo, unread(read(held)), lastOfCaller(held)], [2, 0, null]);
    equal(unread(contact(card(1), answer(2, 4), card(3, "confidence"))), 0);
  },
  "an answer holds no cue and takes none away"() {
    const said = { type: "message", contact: "a", seq: 1, id: "m", from: "caller", body: "only a shove", at: AT };
    const cue = { type: "cues", contact: "a", seq: 1, cues: [{ cue: "minimisation", start: 0, end: 4, safety: false }] };
    equal(activeCues(contact(said, cue, card(2), answer(3, 4))).map((each) => each.cue), ["minimisation"]);
  },
  "practice asks why not lower, then what would help; never why not higher"() {
    equal(followUps(4), ["What makes it a 4 and not lower?", "What would help it go up one?"]);
    equal(followUps(8)[0], "What makes it an 8 and not lower?");
    equal(followUps(0), ["What would have to be different for it to be a 1?"]);
    equal(followUps(10), ["What makes it a 10?", "What would help you keep it there?"]);
    equal(followUps(null)[0].startsWith("That is fine"), true);
    equal(followUps(4, "cy")[0], "Beth sy'n ei wneud yn 4 ac nid yn is?");
    equal([...Array(11).keys()].flatMap((n) => followUps(n)).filter((words) => words.includes("higher")), []);
    equal([inWords(0), inWords(null)], ["0 of 10", "rather not say"]);
  },
  "a ruler goes out with nothing but its name"() {
    return sends({ card: "importance" }).then(({ sent, done, form }) => {
      equal(sent, [{ type: "card.send", contact: "a", name: "importance" }]);
      equal([done, form.busy, form.text], [true, false, ""]);
    });
  },
  "a plan goes out with what was asked and agreed"() {
    const how = { card: "tonight", contactForbidden: false, lines: { ring: "My brother." } };
    return sends(how).then(({ sent }) =>
      equal(sent, [{ type: "card.send", contact: "a", name: "tonight", contact_forbidden: false, lines: { ring: "My brother." } }]));
  },
  "a refusal stands in the form in the console's own words, and what was written stays"() {
    const how = { card: "tonight", contactForbidden: true, lines: { where: "My brother's." } };
    return sends(how, () => Promise.reject({ code: "card.no_contact" })).then(({ done, form }) => {
      equal([done, form.busy, form.why.startsWith("An order or bail forbids contact")], [false, false, true]);
      equal(form.lines, { where: "My brother's." });
    });
  },
  "each card is an act of the palette while a talk goes on"() {
    const does = Object.values(CARDS).map((each) => each.does);
    const can = (state) => possible(state).map((each) => each.does).filter((each) => does.includes(each));
    const held = { ...run(welcome), selected: "a" };
    equal(can(held), does);
    equal(can({ ...held, details: { a: { guidance: { kind: "unsure" } } } }), does);
    equal(can({ ...held, details: { a: { guidance: { kind: "being_hurt" } } } }), []);
    equal(can({ ...held, contacts: { a: { ...held.contacts.a, wrap_up: true } } }), []);
  },
});
