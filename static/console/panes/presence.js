import { html } from "../view.js";
import { elsewhere } from "../box.js";
import { addCommands } from "../commands.js";
import { pausedUntil } from "../changes/boundaries.js";
import { BREAKS, practised, presenceWords, skillWords, stateWords } from "../changes/presence.js";
import { Key, Menu, useDesk } from "../parts.js";

const MOST = 4;
const online = ({ link, presence }) => link.status === "online" && Boolean(presence);

addCommands(
  { code: "KeyB", key: "Alt B", does: "Take a break: choose which", when: online, act: openBreaks },
  { many: (state) => Object.entries(BREAKS).map(([id, label]) => ({ does: `On a break: ${label}`, when: online, act: ({ actions }) => actions.takeBreak(id) })) },
);

/** What had the focus before Alt B: it has it again once the break is chosen, or is not taken after all. */
const home = { current: null };

function openBreaks({ store, actions }) {
  const { pane } = store.state;
  const place = document.activeElement;
  const comesBack = { focus: () => { actions.show({ pane }); requestAnimationFrame(() => place.focus()); } };
  actions.show({ pane: "queue" });
  elsewhere(() => {
    const menu = document.querySelector(".presence .menu");
    menu.open = true;
    menu.querySelector(".menu__one").focus();
    home.current = place.isConnected && place !== document.body && !menu.contains(place) ? comesBack : null;
  });
}

/** Am I here, on a break or away; for how many at once; with which skills today. */
export function Presence() {
  const { state, actions, now } = useDesk();
  const { presence } = state;
  const pause = pausedUntil(presence, now);
  if (!presence) {
    const words = state.link.status === "refused" ? "Nobody is signed in here." : "Asking the server whether you are available…";
    return html`<section class="presence"><p class="presence__words">${words}</p></section>`;
  }
  const offline = state.link.status !== "online";
  const breaks = Object.entries(BREAKS).map(([id, does]) => ({ does, act: () => actions.takeBreak(id) }));
  return html`
    <section class="presence presence--${presence.state ?? "away"}" aria-label="You">
      <button class="presence__switch" role="switch" aria-checked=${String(presence.available)} disabled=${offline}
        title=${presence.available ? "Press to be away" : "Press to be available"}
        onClick=${() => actions.setPresence({ available: !presence.available })}>
        <span class="presence__dot" aria-hidden="true"></span>
        <span>${stateWords(presence, pause)}</span><${Key}>Alt A<//>
      </button>
      ${offline ? null : html`<${Menu} label="Break" items=${breaks} home=${home} />`}
      ${presence.training && html`<p class="presence__row"><span class="tag tag--note">Training</span></p>`}
      <p class="presence__words" role="status">${presenceWords(presence, pause, practised(state.contacts))}</p>
      ${presence.held_back && html`<p class="presence__held">${presence.held_back}</p>`}
      <div class="presence__row">
        <label class="presence__capacity">At once
          <select value=${String(presence.capacity)} disabled=${offline}
            onChange=${(event) => actions.setCapacity(Number(event.target.value))}>
            ${Array.from({ length: MOST }, (_, i) => html`<option key=${i} value=${String(i + 1)}>${i + 1}</option>`)}
          </select>
        </label>
        <${Skills} skills=${presence.skills ?? []} offline=${offline} />
      </div>
    </section>`;
}

/** What an admin put on the account; switched off, it comes back at the next sign-in, after twelve hours at the latest. */
function Skills({ skills, offline }) {
  const { actions } = useDesk();
  if (!skills.length) return null;
  return html`
    <details class="presence__skills">
      <summary>${skillWords(skills)}</summary>
      <fieldset disabled=${offline}><legend>Skills of today</legend>
        ${skills.map(({ id, label, on }) => html`
          <label key=${id} class="presence__skill"><input type="checkbox" checked=${on}
            onChange=${(event) => actions.switchSkill(id, event.target.checked)} /> ${label}</label>`)}
      </fieldset>
    </details>`;
}
