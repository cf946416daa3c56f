// What the places at the top of the page do while talks are held. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { openPlacesApart } from "/static/console/places.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const AT = "2026-11-21T10:00:00+00:00";
const online = { type: "local.link", link: { status: "online" } };
const welcome = (contact) => ({ type: "welcome", contact, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT });
const following = (joined) => ({ type: "following", contact: B, state: "talking", seq: 1, handler: "ben", joined, answers: {}, level: null, caller: "online", joined_at: AT, taken_at: AT });

tell({
  "while talks are held the places at the top open in another tab and say so, and after that here again"() {
    const head = document.createElement("header");
    head.className = "staff-header";
    for (const [path, words] of [["/supervision/", "Board"], [location.pathname, "Console"]]) head.append(Object.assign(document.createElement("a"), { href: path, textContent: words }));
    document.body.append(head);
    const store = createStore(reduce, INITIAL);
    openPlacesApart(store);
    const told = (...events) => { for (const event of events) store.dispatch(event); return [...head.children].map(({ textContent, target, rel }) => [textContent, target, rel].join("|")); };
    const [here, apart] = [["Board||", "Console||"], ["Board (opens in another tab)|_blank|noopener", "Console||"]];
    equal([told(online), told(welcome(A)), told(welcome(B))], [here, apart, apart]);
    equal(told({ type: "gone", contact: A, reason: "closed" }, { type: "gone", contact: B, reason: "closed" }), here);
    equal([told(following(false)), told(following(true)), told({ type: "local.signed_out" })], [here, apart, here]);
    head.remove();
  },
});
