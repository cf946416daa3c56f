// Starts the board: reads the page's data, opens the socket, draws. Without it the page stands as it was made.

import { createStore } from "../console/store.js";
import { INTAKE } from "../console/words.js";
import { html, render, useEffect, useMemo, useState } from "../console/view.js";
import { answerAlert, giveTo } from "./acts.js";
import { Chart } from "./chart.js";
import { Alerts, Figures, Handlers, Talks, Waiting } from "./parts.js";
import { keepOpen } from "./socket.js";
import { canRing, ring } from "./sound.js";
import { INITIAL, happening, openAlerts, reduce, titled } from "./state.js";

const AGES_EVERY = 10_000;
const CALLS_EVERY = 10_000;
const LINK = { connecting: "Connecting…", online: "Live", offline: "Connection lost: this is how it was. Trying again." };
const data = JSON.parse(document.getElementById("board-data").textContent);
const title = document.title;
const notice = document.getElementById("board-notice");
const store = createStore(reduce, INITIAL);
let sound = false;

const say = (words) => {
  notice.textContent = words;
  store.dispatch({ type: "local.said", said: words });
};
const attempt = (act) => act.then(say, ({ message }) => say(message));
const acts = {
  answer: ({ alert }) => attempt(answerAlert(alert)),
  give: (contact, to) => attempt(giveTo(contact, to)),
};

/** Count open alerts in the title; say and ring for those that are new, or came again, since the first look. */
function watchAlerts() {
  let known = null;
  store.subscribe(({ board }) => {
    if (!board) return;
    const open = openAlerts(board);
    document.title = titled(title, open.length);
    const fresh = known ? open.filter((alert) => !known.has(happening(alert))) : [];
    known = new Set(open.map(happening));
    if (!fresh.length) return;
    notice.textContent = fresh.map(({ kind, about }) => `${data.alerts[kind]}${about ? `: ${about}` : ""}.`).join(" ");
    if (sound) ring();
  });
}

/** A danger is heard until somebody answers, not once. */
function callOn() {
  setInterval(() => {
    if (sound && openAlerts(store.state.board).some(({ kind }) => kind === "danger")) ring();
  }, CALLS_EVERY);
}

function useStore(pick) {
  const [held, hold] = useState(pick(store.state));
  useEffect(() => store.subscribe((state) => hold(pick(state))), []);
  return held;
}

function Bar() {
  const { status } = useStore(({ link }) => link);
  const said = useStore((state) => state.said);
  const [on, turn] = useState(false);
  const press = () => {
    sound = !sound;
    turn(sound);
    if (sound) ring();
  };
  return html`
    ${said ? html`<span class="board-link">${said}</span>` : null}
    <span class="board-link board-link--${status}">${status === "refused"
      ? html`You are signed out, or may no longer see this. <a href="/accounts/login/?next=/supervision/">Sign in</a>`
      : LINK[status]}</span>
    ${canRing() ? html`<button class="button button--small" role="switch" aria-checked=${String(on)} onClick=${press}>Sound for new alerts: ${on ? "on" : "off"}</button>` : null}`;
}

function Board() {
  const { board, minutes } = useStore((state) => state);
  const [, tick] = useState(0);
  // Ages are reckoned by the server's clock: this one may be wrong.
  const ahead = useMemo(() => Date.now() - Date.parse(board.at), [board]);
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), AGES_EVERY);
    return () => clearInterval(timer);
  }, []);
  const shared = { board, data, acts, now: Date.now() - ahead };
  return html`
    <div class="board">
      <${Alerts} ...${shared} />
      <${Figures} ...${shared} intake=${INTAKE} />
      <div class="board__column"><${Waiting} ...${shared} /><${Talks} ...${shared} /></div>
      <div class="board__column"><${Chart} minutes=${minutes} /><${Handlers} ...${shared} /></div>
    </div>`;
}

/** Put the live board in the place of the one that the page came with, once the first look is there. */
function drawAtFirstLook() {
  const place = document.getElementById("board");
  const stop = store.subscribe(({ board }) => {
    if (!board) return;
    stop();
    place.replaceChildren();
    render(html`<${Board} />`, place);
  });
}

/** Who lost the role or is signed out leaves nothing of it on the screen. */
function leave() {
  render(null, document.getElementById("board"));
  document.getElementById("board").replaceChildren();
  document.title = title;
}

window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
render(html`<${Bar} />`, document.getElementById("board-bar"));
watchAlerts();
callOn();
drawAtFirstLook();
keepOpen({
  url: new URL(data.ws_path, location.href.replace(/^http/, "ws")).href,
  deliver: (event) => store.dispatch(event),
  report: (link) => {
    store.dispatch({ type: "local.link", link });
    if (link.status === "refused") leave();
  },
});
