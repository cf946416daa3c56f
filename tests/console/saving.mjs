// The saving of a review: one save at a time, nothing lost by a cut line, and nothing sent twice for one change.

import { equal, tell } from "/tests/console/harness.mjs";
import { AGAIN_MS, QUIET_MS, bodyOf, history, saver } from "/static/quality/saving.js";

/** A saver with a clock of its own; `answers` are what each send gives, in order: a revision, or a refusal. */
function desk(...answers) {
  const held = { told: [], sent: [], waits: [] };
  let due = null;
  const saving = saver({
    revision: 0,
    send: (revision) => {
      held.sent.push(revision);
      const answer = answers.shift();
      return typeof answer === "number" ? Promise.resolve({ revision: answer }) : Promise.reject(answer);
    },
    tell: (state) => held.told.push(state),
    later: (act, ms) => {
      held.waits.push(ms);
      due = act;
      return held.waits.length;
    },
    drop: () => (due = null),
  });
  return { ...held, saving, runs: () => due?.() };
}

const CUT = { code: "connection.none", message: "" };

const rules = {
  "a form becomes what the service takes, without empty notes": () =>
    equal(
      bodyOf([["score_plan", "2"], ["comment", "c"], ["note_3", " "], ["note_4", "n"], ["revision", "9"]], 5),
      { scores: { plan: "2" }, comment: "c", notes: { 4: "n" }, revision: 5 },
    ),
  "several changes are saved once, after a while of quiet": async () => {
    const at = desk(1);
    at.saving.changed();
    at.saving.changed();
    await at.runs();
    equal([at.sent, at.told, at.waits], [[0], ["unsaved", "unsaved", "saving", "saved"], [QUIET_MS, QUIET_MS]]);
  },
  "what is changed while it is saved is saved after it, from the new revision": async () => {
    const at = desk(1, 2);
    at.saving.changed();
    const first = at.runs();
    at.saving.changed();
    await first;
    await at.runs();
    equal([at.sent, at.saving.pending(), at.saving.revision()], [[0, 1], false, 2]);
  },
  "after a cut it is tried again, later each time, and nothing is lost": async () => {
    const at = desk(CUT, CUT, 1);
    at.saving.changed();
    await at.runs();
    await at.runs();
    equal([at.saving.pending(), at.waits.slice(1)], [true, AGAIN_MS.slice(0, 2)]);
    await at.runs();
    equal([at.saving.pending(), at.told.at(-1)], [false, "saved"]);
  },
  "what another window saved, or the purge ended, is not tried again": async () => {
    for (const code of ["review.changed", "review.gone"]) {
      const at = desk({ code, message: "" });
      at.saving.changed();
      await at.runs();
      equal([at.told.at(-1), at.waits.length, at.saving.pending()], ["stopped", 1, true]);
    }
  },
  "before the form goes what is left is saved, and it is told whether it was": async () => {
    const at = desk(1, CUT);
    at.saving.changed();
    equal([await at.saving.flush(), at.sent], [true, [0]]);
    at.saving.changed();
    equal(await at.saving.flush(), false);
  },
  "scores are undone one by one, the last first": () => {
    const past = history();
    past.before("score_plan", "");
    past.before("score_plan", "1");
    equal([past.size(), past.undo(), past.undo(), past.undo()], [2, ["score_plan", "1"], ["score_plan", ""], null]);
  },
};

tell(rules);
