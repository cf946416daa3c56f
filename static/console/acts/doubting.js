// Looking through a draft before it goes out, in this window alone; what is told of it is its kinds, never its words.

import { get } from "../api.js";
import { putAtCaret } from "../box.js";
import { checkerOf, sentenceAt } from "../collusion.js";
import { addCommands } from "../commands.js";

const RULES = "/console/api/draft-rules/";
const UNDER_18 = new Set(["under_13", "13_15", "16_17"]);
// As scripts/engine.py has it.
const KIND_OF_TYPE = {
  person_using_abuse: "own_behaviour", victim_survivor: "being_hurt", friend_or_family: "someone_else", frontline_worker: "work",
  unclear_or_mutual: "unsure", child_or_young_person: "child",
};
const KINDS = new Set(["own_behaviour", "being_hurt", "child", "someone_else", "work"]);

addCommands({
  code: "KeyU", key: "Alt U", does: "Use the better line, in place of what is doubted in the message box", also: "collusion instead",
  when: ({ doubted, selected }) => doubted[selected]?.found.length > 0, act: () => document.querySelector(".doubt__use")?.click(),
});

/** Whom a draft is written to. */
export function callerKind({ answers }, triage) {
  if (UNDER_18.has(answers?.age_band)) return "child";
  const kind = KIND_OF_TYPE[triage?.caller_type] ?? answers?.about;
  return KINDS.has(kind) ? kind : "unsure";
}

/**
 * Put a doubt's better line into the box, in place of the sentence that holds it; where the line stands there already, the
 * sentence only goes. The browser's own undo takes it back.
 */
export function putBetter(box, { start, end, better }) {
  const [from, to] = sentenceAt(box.value, start, end);
  const others = [box.value.slice(0, from), box.value.slice(to)];
  const again = others.some((text) => text.includes(better));
  box.focus();
  // With the sentence goes one of the two spaces beside it.
  box.setSelectionRange(again && /\s$/.test(others[0]) ? from - 1 : from, to);
  putAtCaret(box, again ? "" : better);
}

export function doubtActs(store, link) {
  let check = null;
  let loading = false;

  /** Fetch the rules, once; without them a draft is sent as ever. */
  async function loadDraftRules() {
    if (check || loading) return;
    loading = true;
    try {
      check = checkerOf(await get(RULES));
    } catch {
      // Asked for again when the connection is there again: the check helps, it never gates.
    }
    loading = false;
  }

  /** What a person should read once more in a draft: [] where there is nothing, or nothing could be found out. */
  function doubtsIn(contact, { text, prompt }) {
    const held = store.state.contacts[contact];
    if (!check || !held) return [];
    const said = held.items.filter(({ kind, from }) => kind === "message" && from === "caller").map(({ body }) => body);
    const given = [prompt?.words ?? "", ...store.state.replies.list.map(({ words }) => words)];
    try {
      return check(text, { said, given, caller: callerKind(held, store.state.details[contact]?.triage) });
    } catch {
      return [];
    }
  }

  const tell = (contact, { shown = [], sent_anyway = [], mended = [] }) => {
    if (shown.length || sent_anyway.length || mended.length) link.tell({ type: "draft.doubted", contact, shown, sent_anyway, mended });
  };
  const kindsOf = (found) => [...new Set(found.map(({ kind }) => kind))];

  /** A draft was asked about: each kind is told once for one message. */
  function askAbout(contact, found) {
    const before = store.state.doubted[contact]?.kinds ?? [];
    const shown = kindsOf(found).filter((kind) => !before.includes(kind));
    store.dispatch({ type: "local.doubted", contact, found, kinds: [...before, ...shown] });
    tell(contact, { shown });
  }

  /** It goes out: what still stands was sent anyway, what does not was mended. */
  function settleDoubts(contact, found) {
    const asked = store.state.doubted[contact]?.kinds ?? [];
    if (!asked.length) return;
    const still = kindsOf(found);
    tell(contact, { sent_anyway: asked.filter((kind) => still.includes(kind)), mended: asked.filter((kind) => !still.includes(kind)) });
    store.dispatch({ type: "local.doubted", contact, found: [], kinds: [] });
  }

  /** Gone back to: nothing is asked any more, and nothing forgotten until it is sent or thrown away. */
  const letBe = (contact) => {
    const { found = [], kinds = [] } = store.state.doubted[contact] ?? {};
    if (found.length) store.dispatch({ type: "local.doubted", contact, found: [], kinds });
  };

  return { loadDraftRules, doubtsIn, askAbout, settleDoubts, letBe };
}
