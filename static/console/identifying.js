// What in our own words may tell who somebody is. How that looks is known to the caller's page (../chat/details.js, the
// one list of rules for both); what is known here beyond it are the names and numbers of services. No state, no DOM.

import { identifying } from "../chat/details.js";

const KINDS = {
  phone: "a phone number", postcode: "a postcode", email: "an e-mail address", name: "a name", address: "an address", school: "a school",
  birth: "a date of birth", reference: "a case number",
};
// Emergency, freephone and service numbers, with or without blanks: no person has one.
const OF_NOBODY = /(?<![\d+][ -]?)(?:999|112|111|101|105|116[ -]?\d{3}|0[ -]?[38](?:[ -]?\d){6,9})(?![ -]?\d)/g;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** The lines of a card or a directory's list by which a service is known. */
export const marksOf = ({ name, provider, phone, text, email, website }) => [name, provider, phone, text, email, website];

/**
 * Give a function that names what a text seems to hold, as kinds in words; `known` are names, numbers and
 * addresses of services, which are passed over however they are spaced.
 */
export function finderFor(known) {
  const parts = known.filter(Boolean).flatMap((mark) => [mark, ...mark.split(/[()]/)]).map((mark) => plain(mark).trim());
  const longest = [...new Set(parts)].filter((mark) => mark.length > 2).sort((a, b) => b.length - a.length);
  const services = longest.length ? new RegExp(`(?<![\\p{L}\\d])(?:${longest.map(pattern).join("|")})(?![\\p{L}\\d])`, "giu") : /(?!)/g;
  return (text) => identifying(plain(text).replace(services, " ").replace(OF_NOBODY, " ")).map((kind) => KINDS[kind]);
}

const plain = (text) => text.normalize("NFC").replaceAll("’", "'");
const pattern = (mark) =>
  /^\+?[\d ()-]+$/.test(mark)
    ? `(?<!\\d[ -]?)${Array.from(mark.replace(/[ ()-]/g, ""), (digit) => digit.replace(SPECIAL, "\\$&")).join("[ ()-]*")}(?![ -]?\\d)`
    : mark.replace(SPECIAL, "\\$&").replace(/\s+/g, "\\s+");

/** "a name", "a name and a phone number", "a name, a school and a postcode". */
export const listed = (kinds) => (kinds.length < 2 ? kinds.join("") : `${kinds.slice(0, -1).join(", ")} and ${kinds.at(-1)}`);
