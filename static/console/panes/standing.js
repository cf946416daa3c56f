import { html } from "../view.js";
import { Key, Menu, useDesk } from "../parts.js";
import { talkWords } from "../changes/judged.js";
import { plain } from "../words.js";

/** In small lines over the prompts: what is done, how much change talk was confirmed, and how prompts speak of the other person. */
export function Standing({ contact, guidance }) {
  const talk = talkWords(contact);
  const covered = (guidance.covered ?? []).map(({ label }) => label);
  return html`
    <div class="standing">
      ${covered.length > 0 && html`<p><span class="standing__name">Done</span> ${covered.join(" · ")}</p>`}
      ${talk && html`<p title="From marks that you have confirmed">${talk}</p>`}
      ${guidance.address && html`<${Address} contact=${contact} address=${guidance.address} />`}
    </div>`;
}

/** How prompts speak of the other person: as the caller does, unless it is set here. */
function Address({ contact, address }) {
  const { actions, data } = useDesk();
  const { by_hand: byHand } = address;
  const set = (part) => ({ target }) => actions.setAddress(contact.contact, { ...byHand, [part]: target.value });
  const label = (list, id) => list.find((each) => each.id === id)?.label ?? id;
  const choice = (part, name, list) => html`
    <select aria-label=${name} title=${byHand[part] ? "Set by hand" : "As the caller says"} value=${byHand[part]} onChange=${set(part)} disabled=${contact.wrap_up}>
      <option value="">${byHand[part] ? "As the caller says" : label(list, address[part])}</option>
      ${list.map(({ id, label: words }) => html`<option key=${id} value=${id}>${words}</option>`)}</select>`;
  return html`
    <p class="address"><span class="standing__name">Prompts say</span>
      ${choice("pronoun", "Pronoun for the other person", data.pronouns ?? [])} ${choice("relation", "What the other person is to the caller", data.relations ?? [])}</p>`;
}

/** The other ways through the script: back, ahead to a stage, into another script. Nothing is sent. */
export function Ways({ contact, guidance }) {
  const { actions } = useDesk();
  if (contact.wrap_up) return null;
  const go = (to) => actions.goTo(contact.contact, to);
  const { back, resume, skips = [], scripts = [] } = guidance;
  const others = scripts.filter((script) => !script.is_here);
  return html`
    <div class="script-ways" role="group" aria-label="Other ways">
      ${resume && html`<button class="button button--small" title=${resume.prompt} onClick=${() => go(resume.to)}>Back to where you were</button>`}
      ${back && html`<button class="button button--small" title=${back.prompt} onClick=${() => go(back.to)}>One step back</button>`}
      ${skips.length > 0 && html`<${Menu} label="Skip to a stage" items=${skips.map(({ stage, to }) => ({ does: plain(stage), act: () => go(to) }))} />`}
      <button class="button button--small" onClick=${() => actions.show({ dialog: { name: "findPrompt", contact: contact.contact } })}>Find a prompt<${Key}>Alt ;<//></button>
      ${others.length > 0 && html`<${Menu} label="Another script" items=${others.map(({ title, start }) => ({ does: title, act: () => go(start) }))} />`}
    </div>`;
}
