import { html } from "../view.js";
import { useDesk } from "../parts.js";
import { clock } from "../words.js";

const WHY = {
  timed_out: "The time for its wrap-up was over. It is counted with what you had chosen; that can be corrected for a day.",
  away: "That happened while you were not connected, or it was given to somebody else.",
};

/** What was half-written beside contacts that closed by themselves, to be read and copied; on this page alone. */
export function Unkept() {
  const { state } = useDesk();
  return Object.values(state.unkept).map((each) => html`<${One} key=${each.contact} ...${each} />`);
}

function One({ contact, slot, reason, at, texts }) {
  const { store } = useDesk();
  const title = `unkept-${contact}`;
  return html`
    <section class="unkept notice notice--warning" aria-labelledby=${title}>
      <h2 id=${title}>Contact ${slot} ${reason === "away" ? "is no longer yours" : "closed by itself"} <span class="figure-text">${clock(at)}</span></h2>
      <p>${WHY[reason]} What you were writing could not be kept with it: it stands here, on this page alone, until you put it away.</p>
      ${texts.map(({ label, text }, n) => html`
        <label for="${title}-${n}">${label}</label>
        <textarea id="${title}-${n}" rows="3" readonly value=${text}></textarea>`)}
      <p>If it matters for somebody's safety, tell the supervisor on duty now.</p>
      <button class="button button--small" onClick=${() => store.dispatch({ type: "local.unkept_put_away", contact })}>Put it away</button>
    </section>`;
}
