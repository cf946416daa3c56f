// Saving as one writes, a review or a text: one save at a time, the newest after it, and again after a while where it failed.

export const QUIET_MS = 1200;
export const AGAIN_MS = [3000, 10000, 30000];
// Trying again helps with none of these: somebody has to do something.
const FINAL = new Set(["review.changed", "review.gone", "review.handed_in", "forbidden", "request.invalid", "text.draft_moved", "text.no_draft"]);

/** What the fields of the form say, as the service takes it. `entries` are [name, value]. */
export function bodyOf(entries, revision) {
  const body = { scores: {}, comment: "", notes: {}, revision };
  for (const [name, value] of entries) {
    if (name.startsWith("score_")) body.scores[name.slice(6)] = value;
    else if (name.startsWith("note_") && value.trim()) body.notes[name.slice(5)] = value;
    else if (name === "comment") body.comment = value;
  }
  return body;
}

/**
 * Return {changed, now, flush, pending}. `send(revision)` resolves to {revision} or rejects with {code, message}; `tell(state, message)` is
 * told "unsaved", "saving", "saved", "again" or "stopped"; `later(act, ms)` and `drop(id)` are the clock.
 */
export function saver({ revision, send, tell, later, drop }) {
  let timer = null;
  let busy = null;
  let dirty = false;
  let failed = 0;
  let stopped = false;

  function wait(ms) {
    if (timer !== null) drop(timer);
    timer = later(save, ms);
  }

  function save() {
    if (timer !== null) drop(timer);
    timer = null;
    if (dirty && !stopped) busy ??= once();
    return busy;
  }

  async function once() {
    dirty = false;
    tell("saving");
    try {
      ({ revision } = await send(revision));
      failed = 0;
      if (!dirty) tell("saved");
    } catch (refusal) {
      dirty = true;
      stopped = FINAL.has(refusal.code);
      tell(stopped ? "stopped" : "again", refusal.message);
      if (!stopped) wait(AGAIN_MS[Math.min(failed++, AGAIN_MS.length - 1)]);
    }
    busy = null;
    if (dirty && !stopped && timer === null) wait(QUIET_MS);
  }

  return {
    changed() {
      dirty = true;
      // What does not fit may fit now: the service says.
      stopped = false;
      if (!busy) tell("unsaved");
      wait(QUIET_MS);
    },
    now: save,
    /** Save what is left, and tell whether all of it is saved. */
    async flush() {
      await busy;
      await save();
      return !dirty;
    },
    pending: () => dirty || busy !== null,
    revision: () => revision,
  };
}

/** The scores as they were before each change: `before` keeps one, `undo` gives back the last as [name, value]. */
export function history() {
  const held = [];
  return {
    before: (name, value) => held.push([name, value]),
    undo: () => held.pop() ?? null,
    size: () => held.length,
  };
}
