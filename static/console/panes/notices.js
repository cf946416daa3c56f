import { html } from "../view.js";
import { useDesk } from "../parts.js";

/** What supervisors tell everybody: titles alone. The words, which are formatted, stand on a page of the server's. */
export function Notices() {
  const { state } = useDesk();
  const notices = state.presence?.notices ?? [];
  if (!notices.length) return null;
  return html`
    <section class="desk-notices" aria-labelledby="desk-notices-title">
      <h2 id="desk-notices-title" class="desk-notices__title">${notices.length === 1 ? "Notice to read" : `${notices.length} notices to read`}</h2>
      <ul class="desk-notices__list">${notices.map(({ id, title }) => html`
        <li key=${id}><a href=${`/console/notices/#n-${id}`} target="_blank" rel="noopener">${title}</a></li>`)}</ul>
    </section>`;
}
