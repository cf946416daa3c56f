import { html, useEffect, useState } from "../view.js";
import { firstHalf } from "../postcode.js";
import { Empty, useDesk } from "../parts.js";
import { clock, count, refusal } from "../words.js";
import { Entry } from "./entry.js";
import { LeftOut } from "./left-out.js";
import { Search } from "./search.js";
import { Ticked } from "./ticked.js";

const TYPING_PAUSE = 250;
const NOTHING = { entries: [], agencies: [], left_out: [], left_out_count: 0, notes: [], places: [], suits: "" };
const GROUPS = {
  local: "Local", nearest: "Not there, but near", national: "From anywhere", lines: "National lines",
};

/** Find services, look at their cards, send each once: alone, or several that are ticked with one act. */
export function SignpostTab({ contact, details }) {
  const [wanted, want] = useState({
    words: "", area: contact.answers?.area ?? "", audience: audienceOf(contact.answers), needs: "", suits: "",
  });
  const [open, setOpen] = useState(null);
  const found = useSearch(contact.contact, wanted);
  const given = details.signposts ?? [];
  const row = (entry) => html`<${Entry} key=${entry.id} entry=${entry} contact=${contact} details=${details} open=${open === entry.id}
    sent=${given.find((each) => each.entry === entry.id)} replace=${found.replace}
    onOpen=${() => setOpen(open === entry.id ? null : entry.id)} />`;
  return html`
    <${Given} given=${given} />
    <${Search} wanted=${wanted} want=${want} suits=${found.suits} />
    <${Found} found=${found} row=${row} />
    <${Ticked} contact=${contact} details=${details} replace=${found.replace} />`;
}

const audienceOf = (answers) => ({ man: "M", woman: "W" })[answers?.gender] ?? "";

/** What fits what is wanted; an answer that comes late is dropped. */
function useSearch(contact, wanted) {
  const { actions } = useDesk();
  const [found, setFound] = useState({ status: "loading", ...NOTHING });
  const [again, retry] = useState(0);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const answer = await actions.api.findServices({ ...wanted, area: firstHalf(wanted.area), contact });
        if (current) setFound({ status: "ready", ...NOTHING, ...answer });
      } catch (error) {
        if (current) setFound({ status: "error", why: refusal(error), ...NOTHING });
      }
    }, TYPING_PAUSE);
    return () => { current = false; clearTimeout(timer); };
  }, [contact, ...Object.values(wanted), again]);
  const replace = (entry) => setFound((held) => ({
    ...held, status: "ready", entries: held.entries.map((each) => (each.id === entry.id ? { ...each, ...entry } : each)),
  }));
  return { ...found, replace, retry: () => retry(again + 1) };
}

function Found({ found, row }) {
  if (found.status === "loading") return html`<${Empty} title="Looking in the directory…" />`;
  if (found.status === "error") {
    return html`<div class="notice notice--error"><p>${found.why}</p><button class="button button--small" onClick=${found.retry}>Try again</button></div>`;
  }
  const notes = found.notes.map((note) => html`<p class="notice" key=${note}>${note}</p>`);
  if (!found.entries.length) {
    return html`${notes}<${Empty} title="Nothing fits."><p>Try fewer words, a wider area, or "Anyone".</p><//><${LeftOut} found=${found} />`;
  }
  const groups = Object.keys(GROUPS).map((id) => [id, found.entries.filter(({ group }) => group === id)]).filter(([, rows]) => rows.length);
  return html`
    <p class="muted search__count" role="status">${count(found.entries.length, "service")}, best fit first${found.places.length ? `, for ${found.places.join(" or ")}` : ""}</p>
    ${notes}
    ${found.agencies.length > 0 && html`<section class="agencies staff-only" aria-labelledby="agencies-title">
      <h3 id="agencies-title">Agencies: for you, never for the caller</h3>
      <ul>${found.agencies.map(({ id, name, reasons }) => html`<li key=${id}>${name}${reasons.length > 0 && html` <span class="muted">${reasons[0]}</span>`}</li>`)}</ul></section>`}
    ${groups.map(([id, rows]) => html`<section key=${id} aria-labelledby=${`found-${id}`}>
      <h3 class="entries__title" id=${`found-${id}`}>${GROUPS[id]}</h3><ul class="entries">${rows.map(row)}</ul></section>`)}
    <${LeftOut} found=${found} />`;
}

function Given({ given }) {
  if (!given.length) return null;
  return html`
    <section class="given" aria-labelledby="given-title"><h3 id="given-title" tabindex="-1">Given in this talk</h3>
      <ul>${given.map(({ entry, name, at }) => html`<li key=${entry}>${name} <span class="muted figure-text">${clock(at)}</span></li>`)}</ul></section>`;
}
