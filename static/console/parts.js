// Small pieces every pane uses.

import { Component, createContext, html, useContext, useEffect, useLayoutEffect, useRef } from "./view.js";

/** {state, actions, data, now}: what the panes share. */
export const Desk = createContext(null);
export const useDesk = () => useContext(Desk);

const differ = (before, now) => before.length !== now.length || now.some((each, i) => each !== before[i]);

/** Draw a part again only when one of its properties is another one than before. It must not use the desk. */
export const memo = (Part) => class extends Component {
  shouldComponentUpdate(next) {
    return differ(Object.values(this.props), Object.values(next));
  }
  render(props) {
    return html`<${Part} ...${props} />`;
  }
};

/**
 * Draws `Part` again only when something in the list `needs` has changed; until then useDesk gives it the desk as it
 * was. For what is large and has nothing to do with most of what happens. `props` are the part's own.
 */
export function Still({ Part, needs, props }) {
  const desk = useDesk();
  const held = useRef({ needs: null });
  if (!held.current.needs || differ(held.current.needs, needs)) {
    held.current = { needs, drawn: html`<${Desk.Provider} value=${desk}><${Part} ...${props} /><//>` };
  }
  return held.current.drawn;
}

/** The values of a record but those named: what is added to it later counts by itself. */
export const allBut = (record, names) => Object.entries(record).filter(([name]) => !names.has(name)).map(([, value]) => value);

export const Key = ({ children }) => html`<kbd aria-hidden="true">${children}</kbd>`;

export function Level({ level }) {
  const { data } = useDesk();
  const known = data.levels.find(({ id }) => id === level);
  return known ? html`<span class="level level--${level}">${known.label}</span>` : null;
}

export const Empty = ({ title, children }) => html`
  <div class="empty"><p class="empty__title">${title}</p>${children}</div>`;

/** A native dialog; `kind` is "palette", "side" or "wide" for other shapes. The browser keeps the focus inside, Escape closes, and focus
 * goes back to where it was. */
export function Dialog({ title, kind, children, onClose }) {
  const element = useRef();
  // Before the next key: what is typed right after the one that opened it belongs here.
  useLayoutEffect(() => {
    const dialog = element.current;
    const box = document.activeElement;
    const caret = [box.selectionStart, box.selectionEnd];
    dialog.showModal();
    return () => {
      // Closing, not just removing: only then does the browser give the focus back.
      dialog.close();
      giveCaretBack(box, caret);
    };
  }, []);
  return html`
    <dialog class="dialog ${kind ? `dialog--${kind}` : ""}" ref=${element} aria-labelledby="dialog-title" onCancel=${(event) => { event.preventDefault(); onClose(); }}>
      <h2 id="dialog-title">${title}</h2>${children}
    </dialog>`;
}

/** Chromium gives a box its focus back, but not its caret: it would take no letter until it is pressed. */
function giveCaretBack(box, caret) {
  if (document.activeElement === box && Number.isInteger(caret[0])) box.setSelectionRange(...caret);
}

/** Ask once, say what will happen; the safe answer has the focus. `off`: it cannot be done just now. */
export function Confirm({ title, children, yes, no = "Cancel", danger, off, onYes, onNo }) {
  const safe = useRef();
  useEffect(() => safe.current.focus(), []);
  return html`
    <${Dialog} title=${title} onClose=${onNo}>
      ${children}
      <div class="actions">
        <button class="button ${danger ? "button--danger" : "button--primary"}" aria-disabled=${off ? "true" : undefined} onClick=${() => !off && onYes()}>${yes}</button>
        <button class="button" ref=${safe} onClick=${onNo}>${no}</button>
      </div>
    <//>`;
}

/** `pending`: chosen, but not recorded yet. A row of choices that is one stop for the Tab key; arrows move, as with any radio group. */
export function Choices({ name, legend, hidden, options, value, pending, onPick, children }) {
  return html`
    <fieldset class="choices">
      <legend class=${hidden ? "visually-hidden" : ""}>${legend}</legend>
      <div class="choices__row">
        ${options.map(({ id, label, shape }) => html`
          <label class="pick ${value === id ? (pending ? "pick--pending" : "pick--on") : ""}" key=${String(id)}>
            <input type="radio" name=${name} checked=${value === id} onChange=${() => onPick(id)} /><span class=${shape}>${label}</span>
          </label>`)}
      </div>
      ${children}
    </fieldset>`;
}

const NO_HOME = { current: null };

/**
 * A small menu; it closes when something in it is pressed, with Escape, and when the focus leaves it. Pressed or escaped from,
 * the focus goes to `home.current`, where whoever opened it has put something that takes the focus; else to the menu's button.
 */
export function Menu({ label, items, home = NO_HOME }) {
  const box = useRef();
  const goHome = () => { (home.current ?? box.current.querySelector("summary")).focus(); home.current = null; };
  const shut = (event) => {
    // Taken off the page it loses the focus as well.
    if (!box.current || (event.type === "focusout" && box.current.contains(event.relatedTarget))) return;
    if (event.type === "keydown" && event.key !== "Escape") return;
    box.current.open = false;
    if (event.type === "keydown") goHome();
    else home.current = null;
  };
  return html`
    <details class="menu" ref=${box} onfocusout=${shut} onKeyDown=${shut}>
      <summary class="button button--small">${label}</summary>
      <div class="menu__list">${items.map(({ does, key, act }) => html`
        <button class="menu__one" key=${does} onClick=${() => { goHome(); box.current.open = false; act(); }}>${does}${key && html`<${Key}>${key}<//>`}</button>`)}</div>
    </details>`;
}
