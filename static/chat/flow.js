// From the limits to the talk: which screen comes when, and in which language.

import { t } from "./page.js";
import { beforeLeaving } from "./way-out.js";
import { forget, remember } from "./memory.js";
import { consentScreen } from "./consent.js";
import { ask, forgetAnswers } from "./questions.js";
import { redraw } from "./language.js";
import { openContact } from "./opening-contact.js";
import { Conversation } from "./talk.js";

let conversation = null;
let toStart = () => {};
// What four words from last time add to the start.
let returning = {};
// What there is to read while one waits: a reload forgets for whom, and offers the guide.
let reads = "guide";

/** Begin with the limits of confidentiality. */
export function begin(start) {
  toStart = start;
  returning = {};
  toLimits();
}

/** Begin with the four words from last time. */
export async function comeBack(start) {
  toStart = start;
  const { returnScreen } = await import("./return.js");
  returnScreen({
    resumed: opened,
    continues(extra) {
      returning = extra;
      toLimits();
    },
    back: () => toStart(),
  });
}

const toLimits = () =>
  consentScreen({ agreed: () => ask({ done: open, back: toLimits }), back: () => toStart() });

/** Go on with a contact whose token outlived a reload. */
export function resume(held, start) {
  toStart = start;
  talk(held);
}

/** Change the language; a conversation keeps its line, its place and what was not sent yet. */
export async function inLanguage(lang) {
  await redraw(lang);
}

function open(answers, back) {
  reads = answers.about === "work" ? "workers" : "guide";
  // Four words that no longer work are left out of the next try.
  const unknown = () => (returning = {});
  openContact(() => ({ ...answers, ...returning }), { back, toStart, opened, unknown });
}

function opened(answer) {
  returning = {};
  forgetAnswers();
  remember(answer.contact, answer.token);
  talk(answer);
}

function talk({ token, queue = null, advice = [], carried = null }) {
  const anew = (notice) => () => {
    forget();
    conversation = null;
    toStart(notice);
  };
  // Consent is asked anew for each contact, so a new one begins at the start.
  conversation = new Conversation({
    token,
    queue,
    advice,
    carried,
    reads,
    again: anew(),
    expired: anew(t("expired_notice")),
    redraw: () => {
      const kept = conversation.carry();
      conversation.stop();
      talk({ token, queue, advice, carried: kept });
    },
  });
  beforeLeaving(() => conversation?.stop());
  conversation.start();
}
