// The tour: what it points at, step by step, and where somebody stands in it. Pure, but for the acts at the end.

import { post } from "./api.js";
import { addCommands } from "./commands.js";
import { refusal } from "./words.js";

/** `part` is what a step points at: "queue", "talk", "help", or "" for none; `practise`: it begins a practice talk. */
export const STEPS = [
  { title: "Three parts that keep their places", part: "",
    words: "Left: who waits, and whom you have. Middle: the words. Right: what helps you answer. Nothing is ever sent by itself. Leave the tour whenever you like: Escape, or the button here." },
  { title: "Left: whether callers come to you", part: "queue",
    words: "You are away until you set yourself available (Alt A). “At once” says how many talks you take. A break stands there too. During this tour leave it as it is." },
  { title: "Left: who waits", part: "queue",
    words: "Callers stand in the order in which they should be taken. Alt N takes the next. You see answers and badges, never words, before you take somebody." },
  { title: "Begin a practice talk", part: "queue", practise: true,
    words: "Press “Begin practice” here, and choose any caller: nobody real is there, and nothing is counted. You can also go on without." },
  { title: "Middle: the words", part: "talk",
    words: "The caller's words stand on the left side. Marked words are a guess about what they may mean, never a fact. Read every message yourself." },
  { title: "Middle: the message box", part: "talk",
    words: "Alt M leads here. Enter sends, Shift Enter begins a line. Names, numbers and sharp sentences are asked about before they go out; you decide." },
  { title: "Right: the script", part: "help", tab: "script",
    words: "The step you are at, and what you could ask (Alt S). “Put into the message box” does just that. Choose under “Next, if the caller…” what fits." },
  { title: "Right: triage", part: "help", tab: "triage",
    words: "Record what you asked (Alt T). “Not asked” never counts as “no”. The answers suggest a level; you set it." },
  { title: "Right: signposting", part: "help", tab: "signpost",
    words: "Search by words and place (Alt G), read the card as the caller gets it, then send it. One or two that fit help more than ten." },
  { title: "If somebody is in danger", part: "talk",
    words: "Alt D calls every supervisor and opens the danger script; in practice it calls nobody. Ring 999 yourself without asking anybody." },
  { title: "Ending, and the wrap-up", part: "talk",
    words: "Alt W ends a talk, asks once, and opens the wrap-up in the place of the box. Alt F closes it. After practice a look back follows, without marks." },
  { title: "That is all", part: "",
    words: "Alt K shows every key, ? opens the handbook about this page, and Ctrl K finds any act by its words; “tour” among them. Take a breath, then practise." },
];

const LAST = STEPS.length - 1;
const between = (step) => Math.min(Math.max(Number.isInteger(step) ? step : 0, 0), LAST);

/** Where somebody stands: {status: "" | "on" | "left" | "done", step}. */
export const standing = (state, data) => state.tour ?? { status: data.tour?.status ?? "done", step: between(data.tour?.step) };
export const begun = ({ status, step }) => ({ status: "on", step: status === "left" ? between(step) : 0 });
export const moved = (tour, by) => (tour.step + by > LAST ? { status: "done", step: 0 } : { status: "on", step: between(tour.step + by) });
export const left = ({ step }) => ({ status: "left", step });
export const never = () => ({ status: "done", step: 0 });

/** Offered once, to whoever has nobody yet, or to be gone on with. */
export const isOffered = ({ status }, state) => (status === "" || status === "left") && !Object.keys(state.contacts).length;

/** Show it, and remember it: a tour that cannot be remembered goes on all the same. */
export function put(actions, tour) {
  actions.show({ tour });
  const kept = tour.status === "on" ? left(tour) : tour;
  return post("/console/api/tour/", kept).catch((error) => actions.notice(`The tour goes on, but where you are in it is not kept. ${refusal(error)}`));
}

addCommands({
  does: "Take the tour of the console, or go on with it", also: "help new introduction show learn",
  act: ({ store, actions }) => put(actions, begun(store.state.tour ?? { status: "", step: 0 })),
});
