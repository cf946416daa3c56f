// The rules of a handler's own presence: what is said of it, what is sent, and the question. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { called, ringing } from "/static/console/attention.js";
import { practised, presenceWords, skillWords, stateWords, wanted } from "/static/console/changes/presence.js";
import { possible } from "/static/console/commands.js";
import { Desk } from "/static/console/parts.js";
import { Notices } from "/static/console/panes/notices.js";
import "/static/console/panes/still-here.js";
import { closeWords } from "/static/console/panes/wrap-up.js";
import { whatFirst, whyNot } from "/static/console/panes/queue.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const online = { type: "local.link", link: { status: "online" } };
const own = { available: true, capacity: 2, open: 0, state: "available", break_reason: null, away_because: null, wrapping_up: 0, paused_until: null, asked: null, skills: [], training: false };
const presence = (more = {}) => ({ type: "presence", ...own, ...more });
const skill = (id, on) => ({ id, label: id, on });
const waiting = { type: "queue.changed", waiting: [{ contact: "a", caller: "online" }], count: 1, talking: 0, intake: "open" };
const run = (...events) => events.reduce(reduce, INITIAL);
const says = (more) => presenceWords({ ...own, ...more });

/** Do `act` at a desk with this presence; give the frames that went out and what stands there afterwards. */
async function done(more, act, answer = Promise.resolve({})) {
  const sent = [];
  const link = { tell() {}, command: (frame) => { sent.push(frame); return answer; } };
  const store = createStore(reduce, run(online, presence(more)));
  await act(createActions(store, link));
  return { sent, now: store.state.presence, notices: store.state.notices };
}

tell({
  "how many one has and how many more can come is said in whole sentences"() {
    equal(says({}), "You have nobody. Up to 2 callers can come.");
    equal(says({ capacity: 1 }), "You have nobody. Up to 1 caller can come.");
    equal(says({ open: 1 }), "You have 1 conversation. There is room for 1 more.");
    equal(says({ open: 2 }), "You have 2 conversations. That is as many as you set.");
  },
  "a practice talk and a test contact are named, and count for nobody"() {
    equal([practised({ a: {} }), practised({ a: { practice: true } }), practised({ a: {}, b: { practice: true, test: true } })], ["", "a practice talk", "a test contact"]);
    const beside = (more, what) => presenceWords({ ...own, ...more }, 0, what);
    equal(beside({}, "a test contact"), "You have a test contact. Up to 2 callers can come.");
    equal(beside({ open: 1 }, "a test contact"), "You have 1 conversation and a test contact. There is room for 1 more.");
    equal(beside({ available: false, training: true }, "a practice talk"), "You have a practice talk: no caller comes to you until it ends.");
  },
  "a test contact is closed without a promise to look back"() {
    equal([{}, { practice: true }, { practice: true, test: true }].map((contact) => closeWords(contact)), ["Close this contact", "Close and look back", "Close this contact"]);
  },
  "a number below what one has says that nothing is taken away"() {
    equal(says({ open: 3, capacity: 2 }), "You have 3 conversations, more than the 2 that you set. They stay; somebody new comes once you have fewer than 2.");
    equal(says({ open: 2, capacity: 1 }).split("; ")[1], "somebody new comes once you have none.");
  },
  "who was set away is told why, and what they still have"() {
    const away = { available: false, state: "away" };
    equal(says(away), "Nobody comes to you.");
    equal(says({ ...away, open: 1 }), "You still have 1 conversation.");
    equal(["idle", "missed", "dropped", "held_back"].map((away_because) => says({ ...away, away_because }).split(":")[0]), [
      "You were asked whether you are there, and there was no answer",
      "Two callers who were offered to you got no answer",
      "Your connection was gone for 45 seconds",
      "You were set away",
    ]);
  },
  "each state has its name"() {
    equal([{}, { wrapping_up: 1 }, { available: false }, { available: false, break_reason: "meal" }].map((more) => stateWords({ ...own, ...more })),
      ["Available", "Wrapping up", "Away", "Break: Meal"]);
  },
  "in a pause the state and what it means say so, and what is on top of it"() {
    const pause = Date.parse("2026-11-21T10:05:00+00:00");
    equal([{}, { wrapping_up: 1 }, { available: false, break_reason: "rest" }].map((more) => stateWords({ ...own, ...more }, pause)),
      ["Available, in a pause", "Wrapping up, then a pause", "Break: Rest"]);
    equal([presenceWords(own, pause), presenceWords({ ...own, open: 1, wrapping_up: 1 }, pause)],
      ["Nobody comes to you until 10:05.", "You have 1 conversation. Nobody comes to you until 10:05; finish the wrap-up meanwhile."]);
    equal(presenceWords({ ...own, available: false }, pause), "Nobody comes to you.");
  },
  "nobody is taken in a wrap-up, on a break or in practice, and the reason is said"() {
    const why = (more) => whyNot(run(online, waiting, presence(more)));
    equal(why({}), "");
    equal(why({ wrapping_up: 1 }), "Finish the wrap-up first.");
    equal(why({ available: false, break_reason: "meal" }), "You are on a break. Set yourself available first.");
    equal(why({ available: false }), "You are away. Set yourself available first.");
    equal(why({ available: false, training: true }), "You are practising. Finish the practice first, wrap-up included.");
    const first = (...events) => whatFirst(run(online, ...events)).split(/[.,] /)[0];
    equal([first(waiting, presence()), first({ ...waiting, waiting: [] }, presence())], ["Take the next caller with Alt N", "Nobody is waiting"]);
    equal([first(waiting, presence({ available: false })), first(waiting, presence({ available: false, break_reason: "meal" }))], ["You are away", "You are on a break"]);
    equal([{}, { wrapping_up: 1 }].map((more) => ringing(run(online, waiting, presence(more)))), [1, 0]);
  },
  "being available again ends a break and what the service had set"() {
    const now = wanted({ ...own, available: false, away_because: "idle", break_reason: "meal" }, { available: true });
    equal([now.state, now.break_reason, now.away_because], ["available", null, null]);
    equal(wanted({ ...own, wrapping_up: 1 }, {}).state, "wrapping_up");
  },
  async "a break goes out with its reason and a change of the number keeps it"() {
    const { sent, now } = await done({}, (actions) => actions.takeBreak("meal"));
    equal(sent, [{ type: "presence.set", available: false, capacity: 2, break_reason: "meal" }]);
    equal([now.state, now.break_reason], ["break", "meal"]);
    const later = await done({ available: false, state: "break", break_reason: "meal" }, (actions) => actions.setCapacity(3));
    equal(later.sent, [{ type: "presence.set", available: false, capacity: 3, break_reason: "meal" }]);
  },
  async "a skill that is switched off goes out as those that stay on"() {
    const skills = [skill("women", true), skill("men", true)];
    const { sent, now } = await done({ skills }, (actions) => actions.switchSkill("women", false));
    equal(sent, [{ type: "presence.set", available: true, capacity: 2, skills: ["men"] }]);
    equal([skillWords(skills), skillWords(now.skills)], ["2 skills on", "1 of 2 skills on today"]);
  },
  async "what is refused is taken back and said"() {
    const refused = Promise.reject({ code: "presence.skill_not_yours" });
    const { now, notices } = await done({ skills: [skill("women", true)] }, (actions) => actions.switchSkill("women", false), refused);
    equal([now.skills[0].on, notices[0].text], [true, "That skill is not on your account. Ask an admin to add it."]);
  },
  async "the question can be answered by a key only while it is asked"() {
    const can = (more) => possible(run(online, presence(more))).some(({ does }) => does === "Answer that you are still here");
    equal([can({}), can({ asked: { until: "2026-11-21T10:02:00+00:00", seconds_left: 90 } })], [false, true]);
    equal((await done({}, (actions) => actions.stillHere())).sent, [{ type: "presence.here" }]);
  },
  "the question rings and is called out in its own words, once, and not while the line is cut"() {
    const asked = presence({ asked: { until: "2026-11-21T10:02:00+00:00", seconds_left: 90 } });
    const state = run(online, asked, { type: "queue.changed", waiting: [], count: 0, talking: 0, intake: "open" });
    equal([ringing(state), called(state)], [1, ["Are you still there? Without an answer you are set away"]]);
    equal([ringing(run(online, presence())), called(run(online, presence()))], [0, []]);
    equal([ringing, called].map((each) => each(run(asked, { type: "local.link", link: { status: "offline" } }))), [0, []]);
    equal(called(run(online, asked, waiting)), ["Someone is waiting", "Are you still there? Without an answer you are set away"]);
  },
  async "a text that waits for one's approval is named until it was opened"() {
    const place = document.createElement("div");
    document.body.append(place);
    const data = { texts_waiting: [{ title: "Closing text", url: "#closing" }] };
    render(html`<${Desk.Provider} value=${{ state: INITIAL, data }}><${Notices} /><//>`, place);
    const link = place.querySelector("a");
    equal([place.textContent, link.getAttribute("href")], ["A text for callers waits for your approval: Closing text.", "#closing"]);
    link.addEventListener("click", (event) => event.preventDefault());
    link.click();
    await new Promise((done) => setTimeout(done, 50));
    equal(place.textContent, "");
    place.remove();
  },
  "the seconds left count from now, whatever this computer's clock says"() {
    const { asked } = run(online, presence({ asked: { until: "2001-01-01T00:00:00+00:00", seconds_left: 90 } })).presence;
    equal(Math.abs(asked.ends - Date.now() - 90_000) < 5_000, true);
  },
});
