// Words with the links that the service allowed: exactly these pieces, nothing that merely looks like one.

import { h } from "./page.js";

const OUTSIDE = { rel: "noopener noreferrer nofollow", target: "_blank" };

/** `words` as pieces of text and links; `links` names the pieces that are addresses, in any order. */
export function linked(words, links = []) {
  const first = links
    .map((address) => ({ address, at: words.indexOf(address) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at || other.address.length - one.address.length)[0];
  if (!first) return [words];
  const rest = words.slice(first.at + first.address.length);
  return [words.slice(0, first.at), link(first.address), ...linked(rest, links)];
}

function link(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return address;
  }
  if (url.protocol !== "https:" || url.username || url.password || url.port) return address;
  return h("a", { href: url.href, ...OUTSIDE }, address);
}
