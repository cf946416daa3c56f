// Asking the service for a contact, and what is said when there is none.

import { button, data, h, show, t } from "./page.js";
import { answerOf } from "./service.js";
import { plainWay, withProof } from "./proof.js";

/**
 * `answers()` is what is sent; `opened(answer)` follows. `back()` leads to the last question, `toStart()`
 * to the first screen; `unknown()` is told when the four words no longer work.
 */
export async function openContact(answers, way) {
  const again = () => openContact(answers, way);
  show(h("section", {}, h("h1", {}, t("starting")), h("p", { class: "lede", role: "status" }, t("starting_text"))));
  const answer = await withProof((proof) => answerOf(data.contacts_url, { body: { ...answers(), proof } }));
  if (answer.token) return way.opened(answer);
  const { code } = answer.error;
  if (code === "hours.closed" || code === "intake.full") {
    const shut = await import("./shut.js");
    return shut.shutScreen({ status: { intake: code === "intake.full" ? "full" : "closed" }, back: () => way.toStart() });
  }
  if (code === "throttle.too_many" || code === "throttle.too_fast") {
    const shut = await import("./shut.js");
    return shut.busyScreen({ seconds: answer.error.retry_after_seconds ?? 60, again, back: way.back });
  }
  if (code === "network.blocked") {
    const shut = await import("./shut.js");
    return shut.blockedScreen({ back: () => way.toStart() });
  }
  if (code === "code.unknown") way.unknown();
  return failedScreen(answer.error, answers(), { again, back: way.back });
}

function failedScreen(error, answers, way) {
  const words = {
    "code.unknown": t("return_unknown"),
    "proof.invalid": t("proof_failed"),
    unreachable: t("start_failed"),
  };
  show(
    h(
      "section",
      {},
      h("h1", {}, t("start_failed_heading")),
      h("p", { class: "problem", role: "alert" }, words[error.code] ?? t("start_refused")),
      h(
        "div",
        { class: "actions" },
        button(t("try_again"), way.again, "button--main"),
        button(t("back"), way.back, "button--quiet"),
      ),
      error.code === "proof.invalid" ? plainWay(answers) : null,
    ),
    { again: () => failedScreen(error, answers, way) },
  );
}
