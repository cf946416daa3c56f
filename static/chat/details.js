// Finds what may tell who somebody is, before it is sent. It looks on this page alone:
// the unsent text goes nowhere. It asks, it never changes or holds back a word.
// One text per line of tests/caller/details.py says what is found and what passes.

const words = (text) => text.split(" ").join("|");

// "at" and "dot" spelled out too; "work at the dot" and plain web addresses pass.
const EMAIL =
  /[^\s@]+ ?@ ?[^\s@]+ ?(?:\.| dot ) ?[a-z]{2,}|[\w.+-]+ ?[([]?\bat[)\]]? ?[\w-]+ ?[([]? ?\bdot[)\]]? ?[a-z]{2,}|\w+ at (?:gmail|googlemail|hotmail)\b/iu;

// The areas that the Royal Mail knows, so that "mp3 4gb" is none; "2nd" and "4th" are no second half.
const POSTCODE =
  /\b(?:GIR ?0AA|(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)\d[A-Z\d]? ?(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2})\b/iu;

const APART = "[\\s().-]{0,2}";
// Mobiles and places, here and abroad. Freephone (080) and service numbers (03, 084, 116 123) are no person's.
const PHONE = new RegExp(
  `(?<![\\d£$€.,:/])(?:(?:\\+${APART}44|0044|44)${APART}(?:0${APART})?|[0oO](?=[127])|[0oO] (?=7))[127](?:${APART}\\d){8,9}(?![\\d/:])` +
    `|\\+(?!${APART}44)\\d(?:${APART}\\d){7,13}(?!\\d)|(?<![\\d£$€.,])7\\d{3}[ -]?\\d{3}[ -]?\\d{3}(?!\\d)` +
    `|\\b(?:[Rr]ing|[Cc]all|[Tt]ext|[Pp]hone|[Ww]hats[Aa]pp) (?:me|him|her|them) (?:on|at) \\d(?:[ -]?\\d){5,}` +
    "|\\b(?:number|mobile)(?:'s| is) \\d(?:[ -]?\\d){5,}",
  "u",
);

const NO_VERB = "(?!(?:" +
  words("not on in going a an the never being out all mud irrelevant still also there nothing private confidential no really just unimportant") +
  ")\\b)";
const TOLD_NAME = new RegExp(
  "\\b(?:my (?:full |first |last |real )?name(?:'s| is)|(?:his|her|their|partner's|wife's|husband's|girlfriend's|boyfriend's" +
    "|ex's|son's|daughter's|mum's|dad's|sister's|brother's|friend's|baby's) (?:full )?name(?:'s| is)|(?:i am|i'm) called" +
    `|fy enw(?: i)? (?:yw|ydy)|ei h?enw(?: (?:hi|e|o))? (?:yw|ydy)|enw fy \\p{L}+ (?:yw|ydy))\\s+${NO_VERB}\\p{L}{2,}`,
  "iu",
);
// No name of a person, though it may stand with a capital where one could.
const NO_NAME = words(
  "I Im Ive Ill Id She He They We It You And But Then When If So That This The There My His Her Our What Why How Not No " +
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September " +
    "October November December Christmas New Happy Merry Boxing Bank Easter Ramadan Eid Diwali Social Childrens Universal " +
    "Child Family Crown Police Respect Probation Early Housing Great North South East West Northern Welsh United Saint Mens " +
    "Womens Alcoholics Citizens Premier Manchester Match Facebook Snapchat Whatsapp Instagram Tinder Google Netflix Just Dad Mum " +
    "Daddy Mummy Nan Ysgol God Jesus Allah English Scottish Irish British Polish Romanian Indian Pakistani Asian African Black White " +
    "Muslim Christian Catholic Hindu Sikh Jewish European American Wales England Scotland Ireland London Sorry Really World",
);
const NAME = `(?!(?:${NO_NAME})\\b)\\p{Lu}\\p{Ll}+`;
const PEOPLE = words(
  "wife husband partner girlfriend boyfriend fiance fiancee fiancé fiancée missus ex gf bf daughter son child baby kid lad girl boy brother sister " +
    "mum mother dad father friend mate boss neighbour cousin uncle aunt auntie nan stepson stepdaughter stepdad stepmum " +
    "client patient tenant pupil user " +
    "merch mab ngwraig ngŵr mhartner nghariad mrawd chwaer mam tad",
);
// "He is called Tom" is a name, "he is called names" and "my wife called twice" are not: only a capital tells.
const NAMED = [
  `\\b(?:[Ii]s|was|are|one|someone|somebody|man|woman|guy|${PEOPLE}) (?:called|named) ${NAME}`,
  `\\b(?:${PEOPLE}),? ${NAME}`,
  `\\b[Ii](?:'?m| am) ${NAME}`,
  `\\b(?:[Ii]t's|[Tt]his is) ${NAME}(?= here| again| speaking|[.!,]|$)`,
  `(?:^|[.!?\\n] ?|\\b[Hh](?:i|ello|ey),? )(?!(?:Nobody|Noone|Everyone|Everybody|Someone|Anyone|Still|Right|Over|Back|Same|Nothing|Here|Both)\\b)${NAME} (?:here|speaking)(?=[.!,]|$)`,
  `\\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|Sgt)\\.? ${NAME}`,
  `\\bo'r enw ${NAME}`,
  `(?:^|[.!?\\n] ?)(?!(?:Pwy|Sut|Nid|Beth|Ble|Lle|Fel|Mor|Ond|Cymro|Cymraes|Sais|Dyn|Tad|Mam)\\b)${NAME} (?:ydw|dw) i\\b`,
].map((pattern) => new RegExp(pattern, "u"));
// Two capitalised words inside a sentence, unless they stand after a word of place or are no name of a person.
const TWO_CAPITALS = new RegExp(
  `(?<![Ii]n|[Aa]t|near|from|to|of|around|[Tt]he|the)(?<=\\p{Ll})[ ,]+${NAME} (?!(?:${NO_NAME})\\b)(?:Mc|Mac|O')?\\p{Lu}\\p{Ll}+`,
  "u",
);

const STREET = "road|rd|street|avenue|lane|crescent|terrace|gardens";
const NO_STREET = words(
  "the of my our his her a on in to down up from by at mph lane lanes mile miles way years year months weeks days hours minutes " +
    "mins more times people cars busy main different other",
);
const ADDRESS = [
  new RegExp(`\\b\\d{1,4}[a-d]?,? (?:(?!(?:${NO_STREET})\\b)[\\p{L}']+ ){1,2}(?:${STREET})\\b`, "iu"),
  /\b\d{1,4}[a-d]?,? (?:\p{Lu}[\p{L}']+ ){1,2}(?:Close|Drive|Court|Way|Place|Park|Hill|View|Grove|Square|Row|Walk|Mews|Rise|St|Ave)\b/u,
  /\b\d{1,4}[a-d]?,? (?:Heol|Ffordd|Stryd|Lôn|Clos|Rhodfa|Maes) \p{L}/u,
];

// "Born in 1985" is a year among many; a whole date points to one person.
const BIRTH =
  /\b(?:d\.?o\.?b\.?|date of birth|birthday|born|d{1,2}yddiad geni|ganwyd|eni)\b[^\d\n]{0,14}\d{1,2}(?:[ ./-]\d{1,2}[ ./-](?:19|20)?\d\d|(?:st|nd|rd|th)?,? (?:of )?\p{L}{3,9},? (?:19|20)\d\d)(?!\d)/iu;
// What an agency calls a person in its files.
const REFERENCE =
  /\b(?:(?:case|crime|file|client|patient|nhs|insurance) (?:number|no|id|ref|reference)|rhif achos)\b\.?(?: is|:| yw)? ?#?\p{L}{0,4}[ /-]?\d(?:[ /-]?\d){3,}/iu;

const KIND = "[Pp]rimary|[Jj]unior|[Ii]nfants?|[Hh]igh|[Ss]econdary|[Gg]rammar|[Nn]ursery|[Cc]omprehensive|[Bb]oys|[Gg]irls|[Cc]atholic";
const NO_SCHOOL = words("Primary Junior Infant High Secondary Grammar Nursery Sunday Night Summer Old Sixth My His Her Their Our The Police");
const SCHOOL = [
  new RegExp(
    `\\b(?:at|to|from|for|attends?|called|near) (?:(?!(?:${NO_SCHOOL})\\b)\\p{Lu}[\\p{L}'.]+ ){1,4}(?:(?:${KIND}) )*` +
      "(?:[Ss]chool|[Aa]cademy|[Cc]ollege|[Nn]ursery|[Pp]rimary)\\b",
    "u",
  ),
  /\bYsgol (?:Gynradd |Uwchradd |Gyfun |\p{Ll}+ )?(?!(?:Gynradd|Uwchradd|Gyfun|Feithrin|Sul)\b)\p{Lu}\p{L}+/u,
];

const LOOKS = {
  phone: [PHONE],
  postcode: [POSTCODE],
  email: [EMAIL],
  name: [TOLD_NAME, ...NAMED, TWO_CAPITALS],
  address: ADDRESS,
  school: SCHOOL,
  birth: [BIRTH],
  reference: [REFERENCE],
};

/** What the text seems to hold, of the kinds of LOOKS and in their order. */
export function identifying(text) {
  const plain = text.normalize("NFC").replaceAll("’", "'");
  // The name of a street or a school is no second find.
  const people = [...ADDRESS, ...SCHOOL].reduce((left, pattern) => left.replace(pattern, " "), plain);
  return Object.keys(LOOKS).filter((kind) => LOOKS[kind].some((pattern) => pattern.test(kind === "name" ? people : plain)));
}
