// The rules of writing: what is warned about before it goes out. Run by test_rules.py, as rules.mjs is.

import { equal, tell } from "./harness.mjs";
import { REPLIES, withReply, withoutReply } from "/static/console/changes/replies.js";
import { finderFor, listed, marksOf } from "/static/console/identifying.js";
import { createActions } from "/static/console/actions.js";
import { putBetter } from "/static/console/acts/doubting.js";
import { putAtCaret } from "/static/console/box.js";
import { blankBeside, placeOf, setApart } from "/static/console/marks.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";

const CARD = { id: "1", name: "Men's Advice Line (Respect)", provider: "Respect", phone: "020 7946 0018", text: null, email: "info@example.org", website: "https://example.org/x?a=1" };
const found = finderFor([]);
const beside = finderFor(marksOf(CARD));

const A = "11111111-1111-4111-8111-111111111111";

/** What a box holds once `act` has been done to it. */
function boxed(text, act) {
  const box = document.createElement("textarea");
  document.body.append(box);
  box.value = text;
  box.setSelectionRange(text.length, text.length);
  act(box);
  box.remove();
  return box.value;
}

tell({
  "what is put in stands apart from what is there, and from nothing else"() {
    const put = (text) => boxed(text, (box) => putAtCaret(box, "How was that?"));
    equal(["", "Yes.", "Yes. ", "Yes.\n", "(", "“"].map(put), ["How was that?", "Yes. How was that?", "Yes. How was that?", "Yes.\nHow was that?", "(How was that?", "“How was that?"]);
    equal([setApart("b", "a", "c"), setApart("b", "a ", ", c"), setApart("b", "", "c")], [" b ", "b", "b "]);
  },
  "a better line takes the place of its sentence, stands apart, and once"() {
    const better = (text, doubted) => boxed(text, (box) => putBetter(box, { start: text.indexOf(doubted), end: text.indexOf(doubted) + doubted.length, better: "What happened?" }));
    equal(better("Right.She started it. And then?", "started it"), "Right. What happened? And then?");
    equal(better("What happened? She started it. And then?", "started it"), "What happened? And then?");
    equal(better("She started it", "started it"), "What happened?");
  },
  "a prompt that is pressed again is there already, also with its blanks filled; another stands apart"() {
    const store = createStore(reduce, [{ type: "welcome", contact: A, state: "talking", seq: 0, answers: {} }].reduce(reduce, INITIAL));
    const told = [];
    const acts = createActions(store, { tell: (frame) => told.push(frame.type), command: () => new Promise(() => {}) });
    const text = () => store.state.drafts[A].text;
    const put = (id, words) => { acts.putPrompt(A, { id, words }); return text(); };
    equal([put("m1", "Is [name] safe?"), put("m1", "Is [name] safe?")], ["Is [name] safe?", "Is [name] safe?"]);
    acts.draft(A, { text: "Hello. Is she safe?" });
    const key = store.state.drafts[A].placed.key;
    equal([put("m1", "Is [name] safe?"), store.state.drafts[A].placed.at, store.state.drafts[A].placed.key === key], ["Hello. Is she safe?", 7, false]);
    equal([put("m2", "And you?"), store.state.drafts[A].prompt.node], ["Hello. Is she safe?\n\nAnd you?", "m2"]);
    equal([placeOf("a [x] c", "[y] c"), placeOf("c a", "a [x] c"), placeOf("", "a")], [5, -1, -1]);
  },
  "a name, a number, a postcode and an address in a draft are named, in one order"() {
    equal([found("I'm Dave, ring me on 07700 900123"), found("She lives at 12 Acacia Road, SW1A 1AA")], [["a phone number", "a name"], ["a postcode", "an address"]]);
  },
  "ordinary words are not"() {
    equal(found("You said it was only a little shove. What did she do when you pushed her?"), []);
  },
  "numbers of emergency, freephone and service lines belong to nobody"() {
    const lines = ["999", "101", "111", "112", "105", "116 123", "116123", "0808 802 4040", "0800 1111", "0808 80 10 800", "0300 123 1234"];
    equal(lines.map((line) => [line, found(`You can call them on ${line}. The number is ${line}.`)]), lines.map((line) => [line, []]));
  },
  "a number that only begins like one of those is somebody's"() {
    const theirs = ["07700 900999", "07700 900 999", "+44 7700 900 111", "999 07700 900123", "0 7700 116 123"];
    equal(theirs.map((number) => found(`it is ${number}`)), theirs.map(() => ["a phone number"]));
  },
  "what a card holds is a service's, however it is spaced and quoted"() {
    const words = ["ring 02079460018", "ring 020-7946-0018", "write to INFO@example.org", "you could ring Men’s Advice Line", "ask Respect"];
    equal(words.map(beside), words.map(() => []));
    equal(found("ring 02079460018"), ["a phone number"]);
  },
  "a number that holds a service's is not that service's"() {
    equal(finderFor(["900123"])("ring 07700 900123 or 07700900123"), ["a phone number"]);
  },
  "a person beside a service is still found"() {
    equal(beside("ring 020 7946 0018 and ask for my mate Dan"), ["a name"]);
  },
  "a mark that is a pattern by chance is only itself"() {
    equal(finderFor(["a.c (x", "+", ""])("write to abc@example.org"), ["an e-mail address"]);
  },
  "kinds are listed as one says them"() {
    equal([listed([]), listed(["a name"]), listed(["a name", "a school"]), listed(["a", "b", "c"])], ["", "a name", "a name and a school", "a, b and c"]);
  },
  "the next blank is behind what is selected, the one before ends before it, and there may be none"() {
    const text = "a [one] {two} b";
    const at = (start, end, step) => blankBeside(text, start, end, step)?.text ?? null;
    equal([at(0, 0, 1), at(2, 7, 1), at(3, 3, 1), at(8, 13, 1)], ["[one]", "{two}", "{two}", null]);
    equal([at(15, 15, -1), at(8, 13, -1), at(2, 7, -1)], ["{two}", "[one]", null]);
  },
  "replies stand by title, one of each id"() {
    const list = [{ id: "1", title: "b" }, { id: "2", title: "C" }].reduce(withReply, []);
    equal(withReply(list, { id: "2", title: "a" }).map(({ id }) => id), ["2", "1"]);
    equal(withReply(list, { id: "3", title: "Élan" }).map(({ title }) => title), ["b", "C", "Élan"]);
    equal(withoutReply(list, "1").map(({ id }) => id), ["2"]);
  },
  "no reply, and none half written, stays once nobody is signed in"() {
    const changes = { status: "ready", list: [{ id: "1", title: "planted", words: "planted", team: false }], editing: { words: "planted" } };
    const state = [{ type: "local.replies", changes }, { type: "local.signed_out" }].reduce(reduce, INITIAL);
    equal([state.replies, JSON.stringify(state).includes("planted")], [REPLIES, false]);
  },
});
