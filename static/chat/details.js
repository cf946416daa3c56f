// Finds what may tell who somebody is, before it is sent. It looks on this page alone:
// the unsent text goes nowhere. It asks, it never changes or holds back a word.

const EMAIL = /[^\s@]+@[^\s@]+\.[a-z]{2,}/iu;
const POSTCODE = /\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b/iu;
const NUMBER = /(?:\+|\b)\d(?:[ ().-]{0,2}\d){8,14}\b/gu;
const FREEPHONE = /^(?:\+?44|0)?80[08]/u;
const TOLD_NAME = new RegExp(
  "\\b(?:my (?:full )?name(?:'s| is)|(?:his|her|their|partner's|wife's|husband's|girlfriend's|boyfriend's" +
    "|ex's|son's|daughter's) name(?:'s| is)|(?:i am|i'm) called" +
    "|fy enw(?: i)? (?:yw|ydy)|ei h?enw(?: (?:hi|e|o))? (?:yw|ydy))\\s+(?!not\\b|on\\b|in\\b|going\\b|a\\b)\\p{L}{2,}",
  "iu",
);
// "He is called Tom" is a name, "he is called names" and "my wife called twice" are not: only a capital tells.
const CALLED = /\b(?:[Ii]s|was|are|one|man|woman|partner|wife|husband|friend|son|daughter) called \p{Lu}\p{Ll}+/u;
// Two capitalised words inside a sentence, unless they stand after a word of place or are no name of a person.
const TWO_CAPITALS = /(?<before>\p{Ll}+)[ ,]+(?<first>\p{Lu}\p{Ll}+) (?<last>(?:Mc|Mac|O')?\p{Lu}\p{Ll}+)/gu;
const PLACE = new Set("in at near from to of around".split(" "));
const NO_NAME = new Set(
  ("I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August " +
    "September October November December Christmas New Happy Merry Boxing Bank Easter Social Childrens Universal Child " +
    "Family Crown Police Respect Probation Early Housing Great North South East West Northern Welsh United Saint " +
    "Mens Womens Alcoholics Citizens Premier Manchester Match Facebook Snapchat Whatsapp Just Dad Mum").split(" "),
);

/** What the text seems to hold, of "phone", "postcode", "email" and "name", in that order. */
export function identifying(text) {
  const plain = text.normalize("NFC").replaceAll("’", "'");
  const found = [];
  if (hasPhone(plain)) found.push("phone");
  if (POSTCODE.test(plain)) found.push("postcode");
  if (EMAIL.test(plain)) found.push("email");
  if (TOLD_NAME.test(plain) || CALLED.test(plain) || hasFullName(plain)) found.push("name");
  return found;
}

function hasPhone(text) {
  const numbers = text.match(NUMBER) ?? [];
  // Freephone lines are services, not people.
  return numbers.some((number) => !FREEPHONE.test(number.replace(/[^\d+]/g, "")));
}

function hasFullName(text) {
  return [...text.matchAll(TWO_CAPITALS)].some(
    ({ groups }) => !PLACE.has(groups.before) && !NO_NAME.has(groups.first) && !NO_NAME.has(groups.last),
  );
}
