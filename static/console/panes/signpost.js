import { html, useEffect, useState } from "../view.js";
import { Empty, useDesk } from "../parts.js";
import { AUDIENCES, clock, count, refusal } from "../words.js";
import { Entry } from "./entry.js";

const TYPING_PAUSE = 250;

/** Find a service, look at the card, send it once. */
export function SignpostTab({ contact, details }) {
  const [wanted, want] = useState({ words: "", area: contact.answers?.area ?? "", audience: audienceOf(contact.answers) });
  const [open, setOpen] = useState(null);
  const found = useSearch(contact.contact, wanted);
  const given = details.signposts ?? [];
  return html`
    <${Given} given=${given} />
    <${Search} wanted=${wanted} want=${want} />
    <${Found} found=${found}>
      ${(entry) => html`<${Entry} key=${entry.id} entry=${entry} contact=${contact} open=${open === entry.id}
        sent=${given.find((each) => each.entry === entry.id)} replace=${found.replace}
        onOpen=${() => setOpen(open === entry.id ? null : entry.id)} />`}
    <//>`;
}

const audienceOf = (answers) => ({ man: "M", woman: "W" })[answers?.gender] ?? "";

/** Rows of the directory for what is wanted; an answer that comes late is dropped. */
function useSearch(contact, wanted) {
  const { actions } = useDesk();
  const [found, setFound] = useState({ status: "loading", entries: [] });
  const [again, retry] = useState(0);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const { entries } = await actions.api.findServices({ ...wanted, contact });
        if (current) setFound({ status: "ready", entries });
      } catch (error) {
        if (current) setFound({ status: "error", why: refusal(error), entries: [] });
      }
    }, TYPING_PAUSE);
    return () => { current = false; clearTimeout(timer); };
  }, [contact, wanted.words, wanted.area, wanted.audience, again]);
  const replace = (entry) => setFound(({ entries }) => ({
    status: "ready", entries: entries.map((held) => (held.id === entry.id ? { ...held, ...entry } : held)),
  }));
  return { ...found, replace, retry: () => retry(again + 1) };
}

function Search({ wanted, want }) {
  const { data } = useDesk();
  const set = (field) => ({ target }) => want({ ...wanted, [field]: target.value });
  return html`
    <form class="search" role="search" onSubmit=${(event) => event.preventDefault()}>
      <label class="search__words">Words <input id="search-words" type="search" value=${wanted.words} onInput=${set("words")} autocomplete="off" /></label>
      <label>Area <select value=${wanted.area} onChange=${set("area")}><option value="">Any</option>
        ${data.areas.map(({ nation, names }) => html`<optgroup label=${nation} key=${nation}>
          <option value=${nation}>All of ${nation}</option>
          ${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</optgroup>`)}</select></label>
      <label>For <select value=${wanted.audience} onChange=${set("audience")}><option value="">Anyone</option>
        ${Object.entries(AUDIENCES).map(([id, label]) => html`<option key=${id} value=${id}>${label}</option>`)}</select></label>
    </form>`;
}

function Found({ found, children }) {
  if (found.status === "loading") return html`<${Empty} title="Looking in the directory…" />`;
  if (found.status === "error") {
    return html`<div class="notice notice--error"><p>${found.why}</p><button class="button button--small" onClick=${found.retry}>Try again</button></div>`;
  }
  if (!found.entries.length) {
    return html`<${Empty} title="Nothing fits."><p>Try fewer words, a wider area, or "Anyone".</p><//>`;
  }
  return html`
    <p class="muted search__count" role="status">${count(found.entries.length, "service")}, best fit first</p>
    <ul class="entries">${found.entries.map(children)}</ul>`;
}

function Given({ given }) {
  if (!given.length) return null;
  return html`
    <section class="given" aria-labelledby="given-title"><h3 id="given-title">Given in this talk</h3>
      <ul>${given.map(({ entry, name, at }) => html`<li key=${entry}>${name} <span class="muted figure-text">${clock(at)}</span></li>`)}</ul></section>`;
}
