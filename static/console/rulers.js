// A ruler that the caller has answered: which answer stands, and what practice asks next. No DOM.

export const CARDS = {
  importance: { title: "Send the ruler: how important is it?", short: "How important it is to stop, 0 to 10", does: "Ruler for the caller: how important is it to stop, 0 to 10" },
  confidence: { title: "Send the ruler: how sure are you?", short: "How sure they are that they could stop, 0 to 10", does: "Ruler for the caller: how sure that they could stop, 0 to 10" },
  time_out: { title: "Send a time out", short: "A time out", does: "Time out for the caller, as a card (asks first about orders)" },
  tonight: { title: "Send the plan for tonight", short: "The plan for tonight", does: "Plan for tonight, as a card for the caller (asks first about orders)" },
};
export const RULERS = new Set(["importance", "confidence"]);

const FOR = new Set(["own_behaviour", "unsure"]);
/** Whether these cards are for this kind of caller; where the script has not said who it is, the service decides. */
export const isFor = (kind) => kind === undefined || FOR.has(kind);

/** The last answer to a card, or null; a later one takes the place of an earlier one. */
export const answerTo = (items, card) => items.findLast((item) => item.kind === "answer" && item.card === card.id) ?? null;

/** The card that an answer answers, or null where it is not here. */
export const cardOf = (items, answer) => items.find((item) => item.kind === "card" && item.id === answer.card) ?? null;

const aNumber = (n) => `${n === 8 ? "an" : "a"} ${n}`;

const ASK = {
  en: {
    unsaid: () => ["That is fine, it need not be a number. What makes it hard to say?"],
    none: () => ["What would have to be different for it to be a 1?"],
    some: (n) => [`What makes it ${aNumber(n)} and not lower?`, "What would help it go up one?"],
    most: () => ["What makes it a 10?", "What would help you keep it there?"],
  },
  cy: {
    unsaid: () => ["Mae hynny'n iawn, does dim angen rhif. Beth sy'n ei gwneud hi'n anodd dweud?"],
    none: () => ["Beth fyddai'n gorfod bod yn wahanol iddo fod yn 1?"],
    some: (n) => [`Beth sy'n ei wneud yn ${n} ac nid yn is?`, "Beth fyddai'n helpu iddo godi un?"],
    most: () => ["Beth sy'n ei wneud yn 10?", "Beth fyddai'n eich helpu i'w gadw yno?"],
  },
};

/** What to ask after an answer, first the first: never why it is not higher. `value` null is "rather not say". */
export function followUps(value, language = "en") {
  const ask = ASK[language] ?? ASK.en;
  if (value === null) return ask.unsaid();
  if (value === 0) return ask.none();
  return value === 10 ? ask.most() : ask.some(value);
}

/** "4 of 10", "rather not say". */
export const inWords = (value) => (value === null ? "rather not say" : `${value} of 10`);
