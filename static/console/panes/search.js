import { html } from "../view.js";
import { useDesk } from "../parts.js";
import { AUDIENCES } from "../words.js";

/** What a handler looks for: words, a place, for whom, and what counts for this caller. */
export function Search({ wanted, want, suits }) {
  const { data } = useDesk();
  const set = (field) => ({ target }) => want({ ...wanted, [field]: target.value });
  return html`
    <form class="search" role="search" onSubmit=${(event) => event.preventDefault()}>
      <label class="search__words">Words <input id="search-words" type="search" value=${wanted.words} onInput=${set("words")} autocomplete="off" /></label>
      <label>Place <input id="search-place" type="search" list="search-places" value=${wanted.area} onInput=${set("area")}
        autocomplete="off" spellcheck="false" maxlength="60" aria-describedby="search-place-hint" /></label>
      <datalist id="search-places">${data.areas.map(({ nation, names }) => html`<option key=${nation} value=${nation} />
        ${names.map((name) => html`<option key=${name} value=${name} />`)}`)}</datalist>
      <label>For <select value=${wanted.audience} onChange=${set("audience")}><option value="">Anyone</option>
        ${Object.entries(AUDIENCES).map(([id, label]) => html`<option key=${id} value=${id}>${label}</option>`)}</select></label>
      <p class="muted search__hint" id="search-place-hint">A council, district, county, or the first half of a postcode.</p>
      <${Needs} wanted=${wanted} want=${want} needs=${data.search?.needs ?? []} />
      <${Suits} wanted=${wanted} want=${want} questions=${data.search?.suits ?? []} suits=${suits} />
    </form>`;
}

function Needs({ wanted, want, needs }) {
  const chosen = new Set(wanted.needs.split(",").filter(Boolean));
  const turn = (id) => () => {
    if (!chosen.delete(id)) chosen.add(id);
    want({ ...wanted, needs: [...chosen].join(",") });
  };
  return html`
    <details class="search__more"><summary>What counts${chosen.size > 0 && html`: <strong>${needs.filter(({ id }) => chosen.has(id)).map(({ label }) => label).join(", ")}</strong>`}</summary>
      <div class="search__needs">${needs.map(({ id, label }) => html`<label class="choice" key=${id}>
        <input type="checkbox" checked=${chosen.has(id)} onChange=${turn(id)} /> ${label}</label>`)}</div></details>`;
}

/** Whether a programme suits: three questions and a fourth, which advise and shut nothing out. */
function Suits({ wanted, want, questions, suits }) {
  const answers = new Map(wanted.suits.split(",").filter(Boolean).map((pair) => pair.split(":")));
  const answer = (id) => ({ target }) => {
    if (target.value) answers.set(id, target.value);
    else answers.delete(id);
    want({ ...wanted, suits: [...answers].map((pair) => pair.join(":")).join(",") });
  };
  return html`
    <details class="search__more"><summary>Does a programme suit?</summary>
      <p class="muted">Advice for you, kept nowhere. It shuts nothing out.</p>
      ${questions.map(({ id, label, question }) => html`<label class="search__suits" key=${id}><span>${label} <span class="muted">“${question}”</span></span>
        <select value=${answers.get(id) ?? ""} onChange=${answer(id)}><option value="">Not asked</option><option value="yes">Yes</option><option value="no">Not yet</option></select></label>`)}
      ${suits && html`<p class="notice" role="status">${suits}</p>`}</details>`;
}
