// The rules of writing: what is warned about before it goes out. Run by test_rules.py, as rules.mjs is.

import { equal, tell } from "./harness.mjs";
import { REPLIES, withReply, withoutReply } from "/static/console/changes/replies.js";
import { finderFor, listed, marksOf } from "/static/console/identifying.js";
import { blankBeside } from "/static/console/marks.js";
import { INITIAL, reduce } from "/static/console/store.js";

const CARD = { id: "1", name: "Men's Advice Line (Respect)", provider: "Respect", phone: "020 7946 0018", text: null, email: "info@example.org", website: "https://example.org/x?a=1" };
const found = finderFor([]);
const beside = finderFor(marksOf(CARD));

tell({
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
