// Coming back with four words. Loaded when somebody says that they have some. The words are on this
// page alone, until it is left: never in its storage, address or title.

import { button, data, h, show, t } from "./page.js";
import { answerOf } from "./service.js";
import { minutes } from "./times.js";

const RANG = ["yes", "not_yet", "none_given"];

/**
 * `way` holds resumed(answer): the talk goes on under answer.token; continues(extra): the talk is
 * over, and `extra` belongs into the body of the new start; and back().
 */
export function returnScreen(way) {
  const field = h("input", {
    id: "return-words",
    type: "text",
    maxlength: 200,
    autocomplete: "off",
    autocapitalize: "none",
    autocorrect: "off",
    spellcheck: "false",
    "aria-describedby": "problem",
  });
  const problem = h("p", { class: "problem", role: "alert", id: "problem", hidden: true });
  const complain = (text) => {
    problem.textContent = text;
    problem.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };
  const form = h(
    "form",
    { autocomplete: "off", novalidate: true, onsubmit: (event) => submit(event, field, complain, way) },
    h("h1", {}, t("return_heading")),
    h("p", { class: "lede" }, t("return_lede")),
    problem,
    h("div", { class: "field" }, h("label", { for: "return-words" }, t("return_label")), field),
    h(
      "div",
      { class: "actions" },
      h("button", { class: "button button--main" }, t("continue")),
      button(t("back"), way.back, "button--quiet"),
    ),
  );
  show(form, { again: () => returnScreen(way) });
}

async function submit(event, field, complain, way) {
  event.preventDefault();
  const code = field.value.trim();
  // The service reads what stands between the words in any way: spaces, commas, hyphens.
  if ((code.match(/\p{L}+/gu) ?? []).length < 4) return complain(t("return_missing"));
  const next = event.target.querySelector(".button--main");
  if (next.disabled) return undefined;
  next.disabled = true;
  const answer = await answerOf(data.return_url, { body: { code } });
  next.disabled = false;
  if (answer.error) return complain(why(answer.error));
  return answer.resumed ? way.resumed(answer) : rangScreen(code, way);
}

function why({ code, retry_after_seconds }) {
  if (code === "code.unknown") return t("return_unknown");
  if (code.startsWith("throttle.")) return t("return_wait", { minutes: minutes(retry_after_seconds ?? 60) });
  return t("start_failed");
}

/** One question more for whoever comes back: each answer is a button that leads on. */
function rangScreen(code, way) {
  const chosen = (rang) => () => way.continues({ return_code: code, rang_programme: rang });
  show(
    h(
      "section",
      { class: "question" },
      h("h1", { id: "question-heading" }, t("rang_heading")),
      h("p", { class: "lede" }, t("rang_hint")),
      h(
        "ul",
        { class: "answers", "aria-labelledby": "question-heading" },
        RANG.map((value) => h("li", {}, h("button", { type: "button", class: "answer", value, onclick: chosen(value) }, t(`rang_${value}`)))),
      ),
      h(
        "div",
        { class: "actions" },
        button(t("skip"), chosen(null), "button--quiet"),
        button(t("back"), () => returnScreen(way), "button--quiet"),
      ),
    ),
    { again: () => rangScreen(code, way) },
  );
}
