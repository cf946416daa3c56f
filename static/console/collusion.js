// What a person should read once more before it goes out: the rules of scripts/content/collusion.yaml, as scripts/collusion.py
// reads them; a test holds both to the same finds. Here, so that no draft leaves this window unsent. No state, no DOM.

const TOKEN = /[\p{L}\p{N}_'’ʼ‘`´]+|[.!?…\n;]+|[,:()—–]/gu;
const APOSTROPHES = /['’ʼ‘`´]/g;
const OUTSIDE = /^['’ʼ‘`´]*|['’ʼ‘`´]*$/g;
const QUOTED = /["“][^"“”\n]{1,600}["”]|(?<![\p{L}\p{N}_])['‘][^\n]{1,200}?['’](?![\p{L}\p{N}_])/gu;
const ENDS = /[.!?…\n;]/g;
const RAW_WORD = /\p{L}[\p{L}\p{N}_'’]{0,40}/gu;
const NAME = "([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,20})";
const EDGE = "(?:(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])|(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_]))";
const CAPITAL = /^[A-ZÀ-ÖØ-Þ]/;
const MOST_TRIES = 50;

/**
 * Make a checker of what the service gives at /console/api/draft-rules/. `check(draft, {said, caller, given})` gives
 * [{kind, label, rule, start, end, why, better}], the gravest first; offsets are those of a text box (UTF-16). `said` are the
 * caller's messages, `caller` whom it is written to, `given` texts that are passed over where they stand unchanged.
 */
export function checkerOf(content) {
  const context = contextOf(content);
  const rules = content.kinds.flatMap(({ id, label, rules: each }) => each.map((rule) => patternsOf(rule, { kind: id, label }, context)));
  return (draft, { said = [], caller = "own_behaviour", given = [] } = {}) => {
    const place = placeOf(without(draft, given), context);
    const doubts = [];
    for (const { rule, kind, label, first } of rules) {
      if (rule.callers.length && !rule.callers.includes(caller)) continue;
      const span = rule.named ? named(place.text, said, context) : first(place);
      if (!span || doubts.some(({ start, end }) => span[0] < end && start < span[1])) continue;
      doubts.push({ kind, label, rule: rule.id, start: span[0], end: span[1], why: rule.why, better: rule.better_for[caller] ?? rule.better });
    }
    return doubts;
  };
}

/** The sentence around a place, as [start, end], with what ends it. */
export function sentenceAt(text, start, end) {
  const before = text.slice(0, start);
  const opening = Math.max(...[...".!?…\n;"].map((sign) => before.lastIndexOf(sign))) + 1;
  // What closes a quotation belongs to the sentence before.
  const begin = opening + /^["”'’)\]]*\s*/.exec(opening ? text.slice(opening) : text.replace(/\S[^]*/, ""))[0].length;
  const rest = /[.!?…;]+["”'’)]*|(?=\n)|$/.exec(text.slice(end));
  return [Math.min(begin, start), end + rest.index + rest[0].length];
}

function without(draft, given) {
  const texts = [...new Set(given.map((each) => each.trim()).filter(Boolean))].sort((a, b) => b.length - a.length);
  return texts.reduce((text, each) => text.replaceAll(each, "\n".repeat(each.length)), draft);
}

function contextOf(content) {
  const has = (list) => new Set(list);
  const withName = (pattern) => new RegExp(pattern.replaceAll("\\b", EDGE).replaceAll("<Name>", NAME), "gu");
  return {
    ...content,
    negators: has(content.negators), openers: has(content.openers), beginsAfter: has(content.begins_after),
    closers: has(content.closers), openWords: has(content.open_words), noNames: has(content.no_names),
    givenBack: compiled(content.given_back, content), givenBackAfter: compiled(content.given_back_after, content),
    names: content.names.map(withName), namesInADraft: content.names_in_a_draft.map(withName),
  };
}

function spelledOut(pattern, { words }) {
  let spelled = pattern;
  for (let i = 0; i < 6; i += 1) spelled = spelled.replace(/(?<!\(\?)<([a-z]{1,20})>/g, (_, name) => words[name]);
  return spelled;
}

const compiled = (patterns, content) =>
  patterns.length ? new RegExp(` (?:${patterns.map((each) => spelledOut(each, content)).join("|")})(?= )`, "g") : null;

const finds = (pattern, text) => text.search(pattern) >= 0;

/** A text as plain words: `line` is " w1 w2 . w3 . ", `spans` say where each word stands, `breaks` before which a clause ends. */
function wordsOf(text, { spellings }) {
  const [words, spans, offsets, breaks] = [[], [], [], new Set()];
  let line = " ";
  for (const { 0: raw, index } of text.matchAll(TOKEN)) {
    let word = raw.replace(APOSTROPHES, "").toLowerCase();
    if (/^[\p{L}\p{N}_]/u.test(word)) {
      word = Object.hasOwn(spellings, word) ? spellings[word] : word;
      const [ahead, behind] = raw.match(OUTSIDE);
      spans.push([index + ahead.length, index + raw.length - behind.length]);
      offsets.push(line.length);
      words.push(word);
    } else {
      breaks.add(words.length);
      if (!word || ",:()—–".includes(word[0]) || line === " " || line.endsWith(" . ")) continue;
      word = ".";
    }
    line += `${word} `;
  }
  breaks.add(words.length);
  return { words, spans, offsets, breaks, line: `${line}. ` };
}

/** One draft, and what stands around a place in it. */
function placeOf(text, context) {
  const found = wordsOf(text, context);
  const { words, spans, offsets, breaks, line } = found;
  const quoted = [...text.matchAll(QUOTED)].map(({ 0: quote, index }) => [index, index + quote.length]);
  const startOf = (at) => { const dot = at > 0 ? line.lastIndexOf(" . ", at - 3) : -1; return dot >= 0 ? dot + 2 : 0; };
  const before = (begin) => line.slice(startOf(offsets[begin]), offsets[begin]);
  const wordAt = (offset) => { let at = offsets.length - 1; while (at > 0 && offsets[at] > offset) at -= 1; return at; };

  const isQuoted = (begin) => quoted.some(([start, end]) => start < spans[begin][0] && spans[begin][0] < end);
  const isNegated = (begin) => {
    for (let at = begin - 1; at >= Math.max(begin - context.negator_reach, 0); at -= 1) {
      if (breaks.has(at + 1) || context.openers.has(words[at])) return false;
      // "Why don't you tell ..." advises.
      if (context.negators.has(words[at])) return at === 0 || words[at - 1] !== "why";
    }
    return false;
  };
  /** The next clause of the sentence begins with "you said", or the like. */
  const saidAfter = (end) => {
    const last = Math.min(end + context.given_back_after_reach, words.length);
    let begin = end;
    while (begin < last && !breaks.has(begin)) begin += 1;
    if (begin >= last || line.slice(offsets[begin] - 3, offsets[begin]) === " . ") return false;
    return line.slice(offsets[begin] - 1).search(context.givenBackAfter) === 0;
  };
  const isGivenBack = (begin, end) => {
    if (context.givenBackAfter && saidAfter(end)) return true;
    const said = before(begin);
    const last = context.givenBack && [...said.matchAll(context.givenBack)].at(-1);
    if (!last) return false;
    const since = parts(said.slice(last.index + last[0].length));
    return since.length <= context.given_back_reach && !since.some((word) => context.closers.has(word));
  };
  const isAsked = (end) => {
    ENDS.lastIndex = spans[end - 1][1];
    return ENDS.exec(text)?.[0] === "?";
  };
  const isOpen = (begin) => parts(before(begin)).some((word) => context.openWords.has(word));
  const beginsClause = (begin) => begin === 0 || breaks.has(begin) || context.beginsAfter.has(words[begin - 1]);
  const sentence = (begin) => {
    const end = line.indexOf(" . ", offsets[begin]);
    const dot = line.lastIndexOf(" . ", offsets[begin] - 2);
    return line.slice(dot >= 0 ? dot + 2 : 0, end >= 0 ? end + 1 : undefined);
  };
  return { text, line, spans, wordAt, isQuoted, isNegated, isGivenBack, isAsked, isOpen, beginsClause, sentence };
}

const parts = (text) => text.split(/\s+/).filter(Boolean);

function patternsOf(rule, kind, context) {
  const [says, opens, unless, anywhere] = [rule.says, rule.opens, rule.unless, rule.unless_anywhere].map((each) => compiled(each, context));
  const holds = (place, begin, end) => {
    if (place.isQuoted(begin) || place.isNegated(begin) || place.isGivenBack(begin, end)) return false;
    if (rule.asked !== "still" && place.isAsked(end) && (rule.asked === "fine" || place.isOpen(begin))) return false;
    return !(unless && finds(unless, place.sentence(begin)));
  };
  const firstOf = (pattern, place, opening) => {
    let tries = 0;
    for (const { 0: match, index } of pattern?.[Symbol.matchAll](place.line) ?? []) {
      const begin = place.wordAt(index + 1);
      const end = place.wordAt(index + match.length - 1) + 1;
      if ((!opening || place.beginsClause(begin)) && holds(place, begin, end)) return [[begin, end]];
      if (tries === MOST_TRIES) break;
      tries += 1;
    }
    return [];
  };
  const first = (place) => {
    if (anywhere && finds(anywhere, place.line)) return null;
    const spans = [...firstOf(says, place, false), ...firstOf(opens, place, true)].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return spans.length ? [place.spans[spans[0][0]][0], place.spans[spans[0][1] - 1][1]] : null;
  };
  return { rule, ...kind, first };
}

/** The first place where the draft names somebody whom the caller has named, or a partner. */
function named(draft, said, { names, namesInADraft, noNames }) {
  const told = [...draft.matchAll(RAW_WORD)].filter(({ 0: word }) => CAPITAL.test(word))
    .map(({ 0: word, index }) => ({ name: word.replace(/['’].*/, ""), at: index })).filter(({ name }) => !noNames.has(name));
  // Most messages of a caller hold none of these: a long one costs nothing then.
  const texts = said.filter((text) => told.some(({ name }) => text.includes(name)));
  const known = new Set(texts.flatMap((text) => names.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]))));
  const spans = told.filter(({ name }) => known.has(name)).map(({ name, at }) => [at, at + name.length]);
  for (const pattern of namesInADraft) {
    for (const match of draft.matchAll(pattern)) {
      const at = match.index + match[0].lastIndexOf(match[1]);
      if (!noNames.has(match[1])) spans.push([at, at + match[1].length]);
    }
  }
  return spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])[0] ?? null;
}
