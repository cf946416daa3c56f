import { html, useState } from "../view.js";
import { useDesk } from "../parts.js";

/** What supervisors tell everybody: titles alone. The words, which are formatted, stand on a page of the server's. */
export function Notices() {
  const { state } = useDesk();
  const notices = state.presence?.notices ?? [];
  return html`<${TextsWaiting} />${notices.length > 0 && html`
    <section class="desk-notices" aria-labelledby="desk-notices-title">
      <h2 id="desk-notices-title" class="desk-notices__title">${notices.length === 1 ? "Notice to read" : `${notices.length} notices to read`}</h2>
      <ul class="desk-notices__list">${notices.map(({ id, title }) => html`
        <li key=${id}><a href=${`/console/notices/#n-${id}`} target="_blank" rel="noopener">${title}</a></li>`)}</ul>
    </section>`}`;
}

/** What somebody else wrote for callers and this person may approve; once it was opened the line has done its work. */
function TextsWaiting() {
  const { data } = useDesk();
  const [opened, open] = useState([]);
  const left = (data?.texts_waiting ?? []).filter(({ url }) => !opened.includes(url));
  if (!left.length) return null;
  return html`
    <section class="desk-notices" aria-label="Texts for callers">
      ${left.map(({ title, url }) => html`
        <p key=${url} class="desk-notices__text">A text for callers waits for your approval: <a href=${url} target="_blank" rel="noopener" onClick=${() => open([...opened, url])}>${title}</a>.</p>`)}
    </section>`;
}
