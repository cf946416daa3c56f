// The rules of the check before sending, and that they find what scripts/collusion.py finds. Run by test_drafts.py.

import { equal, tell } from "./harness.mjs";
import { callerKind } from "/static/console/acts/doubting.js";
import { checkerOf, sentenceAt } from "/static/console/collusion.js";

const { rules, cases } = await (await fetch("/drafts.json")).json();
const check = checkerOf(rules);
const points = (text, offset) => Array.from(text.slice(0, offset)).length;

tell({
  "every draft is doubted as the service doubts it, at the same words"() {
    const differ = cases.filter(({ draft, said, caller, given, doubts }) => {
      const found = check(draft, { said, caller, given }).map(({ kind, rule, start, end, why, better }) => [kind, rule, points(draft, start), points(draft, end), why, better]);
      return JSON.stringify(found) !== JSON.stringify(doubts);
    });
    equal(differ.slice(0, 3).map(({ draft, said, caller, given }) => [draft, check(draft, { said, caller, given })]), []);
    if (cases.length < 1000) throw new Error(`only ${cases.length} drafts were compared`);
  },
  "the sentence around words ends with its sign, and begins behind the last one"() {
    const of = (text, words) => text.slice(...sentenceAt(text, text.indexOf(words), text.indexOf(words) + words.length));
    equal(of("Right. She made you do it, then. What next?", "made you"), "She made you do it, then.");
    equal(of("one\ntwo three\nfour", "three"), "two three");
    equal(of("she said \"no.\" You're lying!! OK", "lying"), "You're lying!!");
    equal(of("only this", "this"), "only this");
    equal(of("  led by blanks. x", "led"), "led by blanks.");
  },
  "whom a draft is written to is known as the script knows it"() {
    equal([
      callerKind({ answers: { about: "own_behaviour" } }, null),
      callerKind({ answers: { about: "own_behaviour", age_band: "16_17" } }, { caller_type: "victim_survivor" }),
      callerKind({ answers: { about: "own_behaviour" } }, { caller_type: "victim_survivor" }),
      callerKind({ answers: { about: "work" } }, { caller_type: "out_of_scope" }),
      callerKind({}, undefined),
    ], ["own_behaviour", "child", "being_hurt", "work", "unsure"]);
  },
  "a long draft without an end is looked through"() {
    for (const text of ["a".repeat(4000), "you could ".repeat(400), " 'a".repeat(1333), "😀".repeat(2000), "she really just always ".repeat(170)]) check(text, { said: [text] });
  },
});
