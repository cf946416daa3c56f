// Four words to come back with: asked for in the talk, shown once, kept nowhere on this page.
// Loaded when somebody asks for them.

import { data, h, t } from "./page.js";
import { answerOf } from "./service.js";
import { minutes } from "./times.js";

/**
 * `ask(heading, text, answers)` is the composer's question; `token` opens the contact; `shown(code)` hears which words
 * stand there, and none once the caller has them. A `code` that stood there already is shown again.
 */
export function offerCode({ token, code, ask, shown }) {
  if (code) return showCode(code, { ask, shown });
  return ask(t("code_heading"), t("code_text"), [
    [t("code_give"), () => giveCode({ token, ask, shown }), ""],
    [t("cancel"), null, "button--quiet"],
  ]);
}

async function giveCode({ token, ask, shown }) {
  const { code, error } = await answerOf(data.code_url, { token, body: null });
  if (code) return showCode(code, { ask, shown });
  const why = error?.code === "throttle.too_many" ? t("code_later", { minutes: minutes(error.retry_after_seconds) }) : t("code_failed");
  return ask(t("code_heading"), why, [[t("cancel"), null, ""]]);
}

/** Show the words until the caller says that they have them. */
function showCode(code, { ask, shown }) {
  shown(code);
  const line = (text) => h("span", { class: "line" }, text);
  const words = h("strong", { class: "code-words", translate: "no", lang: "en" }, code);
  ask(t("code_shown"), [words, line(t("code_once")), line(t("code_keep"))], [[t("code_done"), () => shown(""), ""]]);
}
