// Starts the console: reads the page's data, opens the socket, draws.

import { createActions } from "./actions.js";
import { askBeforeSigningOut } from "./acts/signing-out.js";
import { signedOut } from "./api.js";
import { gathered } from "./arrivals.js";
import { App } from "./app.js";
import { hangBells } from "./bells.js";
import { healing, positions } from "./gaps.js";
import { listen } from "./keys.js";
import { applyLook } from "./look.js";
import { warnBeforeLeaving } from "./leaving.js";
import { Link } from "./link.js";
import { openPlacesApart } from "./places.js";
import { Sound } from "./sound.js";
import { INITIAL, createStore, reduce } from "./store.js";
import { html, render } from "./view.js";

// What has a number in the one sequence of a talk.
const NUMBERED = new Set(["message", "signpost", "card", "answer"]);
const ASK_WHETHER_SIGNED_OUT_AFTER = 3;

const data = JSON.parse(document.getElementById("console-data").textContent);
const store = createStore(reduce, INITIAL);

const arrivals = gathered(deliver);
const link = new Link({
  url: new URL(data.ws_path, location.href.replace(/^http/, "ws")).href,
  after: () => positions(store.state),
  deliver: (event) => arrivals.take(event),
  report,
  settled: () => {
    arrivals.flush();
    store.dispatch({ type: "local.settled", at: Date.now() });
    followAsked();
  },
});
const heal = healing(store, () => link.reopen());
const sound = new Sound((audio) => store.dispatch({ type: "local.show", audio }));
const actions = {
  ...createActions(store, link),
  noticeRead: () => store.dispatch({ type: "local.notice_read" }),
  reconnect: () => link.reopen(),
  testSound: () => sound.test(),
};

function deliver(event) {
  store.dispatch(event);
  if (event.type === "gone") link.outbox.forget(event.contact);
  if (event.type === "gone" && event.reason === "practice") actions.loadPractice();
  if (NUMBERED.has(event.type)) heal(event);
  if (event.contact === store.state.selected) {
    // After a cut, what was read meanwhile may not have been told.
    if (event.type === "message" || event.type === "answer" || event.type === "welcome") actions.markRead();
    if (event.type === "cues") actions.refreshGuidance(event.contact);
  }
}

/** /console/?follow=ID, as the supervisors' board links: once, and the id does not stay in the address. */
function followAsked() {
  const contact = new URLSearchParams(location.search).get("follow");
  if (!contact) return;
  history.replaceState(null, "", location.pathname);
  if (store.state.contacts[contact]) actions.select(contact);
  else actions.follow(contact);
}

async function report(now) {
  const failures = now.failures ?? (now.status === "connecting" ? store.state.link.failures ?? 0 : 0);
  if (now.status === "refused") return leave();
  if (now.status === "online" && !now.moving) actions.loadDraftRules();
  store.dispatch({ type: "local.link", link: { ...now, failures } });
  const ask = now.status === "offline" && now.failures % ASK_WHETHER_SIGNED_OUT_AFTER === 0;
  return ask && (await signedOut()) ? leave() : undefined;
}

/** Signed out: nobody's words stay on a screen that nobody has signed in to. */
function leave() {
  // What came in the last frame must not come after.
  arrivals.flush();
  link.stop();
  link.outbox.clear();
  store.dispatch({ type: "local.signed_out" });
}

document.addEventListener("visibilitychange", () => actions.markRead());
// A page kept by the browser would show words to whoever presses Back.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
window.addEventListener("online", () => store.state.link.status === "offline" && link.reopen());
store.dispatch({ type: "local.show", role: data.account.role, me: data.account.username });
applyLook(store.state.settings);
listen({ store, actions });
hangBells(store, sound);
warnBeforeLeaving(store);
openPlacesApart(store);
askBeforeSigningOut({ store, actions });
const place = document.getElementById("console");
place.replaceChildren();
render(html`<${App} store=${store} actions=${actions} data=${data} />`, place);
link.open();
actions.loadPractice();
