// From the start to the talk: which screen comes when.

import { data, t } from "./page.js";
import { beforeLeaving, openWayOut } from "./way-out.js";
import { forget, recall, remember, survivesReload } from "./memory.js";
import { ask } from "./questions.js";
import { minutes } from "./opening.js";
import { limitsScreen, refusedScreen, startScreen } from "./start.js";
import { Conversation } from "./talk.js";
import { offerPlainWay, withProof } from "./proof.js";

let conversation = null;
// What four words from last time add to the start.
let returning = {};

function toStart(notice) {
  returning = {};
  startScreen(toQuestions, notice, toReturn);
}
const toQuestions = () => ask({ done: openContact, back: () => toStart() });

async function toReturn() {
  const { returnScreen } = await import("./return.js");
  returnScreen({
    resumed: begin,
    continues: (extra) => {
      returning = extra;
      limitsScreen(toQuestions);
    },
    back: () => toStart(),
  });
}

function begin(answer) {
  returning = {};
  remember(answer.contact, answer.token);
  talk(answer);
}

async function openContact(answers, form) {
  const submit = form.querySelector(".button--main");
  if (submit.disabled) return;
  Object.assign(submit, { disabled: true, textContent: t("starting") });
  const asked = { ...answers, ...returning };
  const answer = await withProof((proof) => post({ ...asked, proof }));
  Object.assign(submit, { disabled: false, textContent: t("start_chat") });
  if (answer.token) begin(answer);
  else refused(answer.error, form, asked);
}

async function post(answers) {
  try {
    const response = await fetch(data.contacts_url, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(answers),
    });
    return await response.json();
  } catch {
    return { error: { code: "unreachable" } };
  }
}

function refused(error, form, answers) {
  if (error.code === "proof.invalid") return offerPlainWay(form, answers);
  if (error.code === "hours.closed") return refusedScreen({ intake: "closed", ...error }, () => toStart());
  if (error.code === "intake.full") return refusedScreen({ intake: "full", ...error }, () => toStart());
  // They no longer work: the next press starts without them.
  if (error.code === "code.unknown") returning = {};
  const words = {
    "code.unknown": t("return_unknown"),
    unreachable: t("start_failed"),
    "throttle.too_many": t("start_too_many", { minutes: minutes(error.retry_after_seconds ?? 60) }),
  };
  const problem = form.querySelector(".problem");
  problem.hidden = false;
  problem.textContent = words[error.code] ?? t("start_refused");
  problem.scrollIntoView({ block: "center" });
  return undefined;
}

function talk({ token, queue = null, advice = [] }) {
  conversation = new Conversation({
    token,
    queue,
    advice,
    // Consent is asked anew for each contact, so a new one begins at the start.
    again: () => {
      forget();
      conversation = null;
      toStart();
    },
    expired: () => {
      forget();
      conversation = null;
      toStart(t("expired_notice"));
    },
  });
  beforeLeaving(() => conversation?.stop());
  conversation.start();
}

function openLanguages() {
  const link = document.getElementById("language");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    const go = () => location.replace(link.href);
    if (conversation?.open && !survivesReload()) return;
    if (conversation?.hasUnsent) conversation.askBeforeReload(go);
    else go();
  });
}

openWayOut();
openLanguages();
const held = recall();
if (held) talk(held);
else toStart();
