import { html } from "../view.js";
import { count } from "../words.js";

/** What was left out of a search, by the reason; folded away, for it is seldom what a handler looks for. */
export function LeftOut({ found }) {
  if (!found.left_out_count) return null;
  const reasons = byReason(found.left_out);
  const more = found.left_out_count - found.left_out.length;
  return html`
    <details class="left-out"><summary>Left out: ${count(found.left_out_count, "service")}, and why</summary>
      <dl>${[...reasons].map(([why, each]) => html`<div key=${why}><dt>${why}</dt><dd>${each.map(({ name }) => name).join("; ")}</dd></div>`)}</dl>
      ${more > 0 && html`<p class="muted">And ${more} more.</p>`}
    </details>`;
}

function byReason(entries) {
  const held = new Map();
  for (const entry of entries) held.set(entry.why, [...(held.get(entry.why) ?? []), entry]);
  return held;
}
