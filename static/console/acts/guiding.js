// Where the talk stands in the script and what fits now: asked of the service, and moved about in. Nothing is sent to the caller.

import * as api from "../api.js";
import { addCommands } from "../commands.js";
import { withGuidance } from "../changes/guided.js";
import { activeCues, alarms, safetyNodes } from "../contact.js";
import { mentions } from "../fitting.js";
import { newId } from "../link.js";
import { refusal } from "../words.js";

addCommands({ many: ({ contacts, details, selected }) => {
  if (!contacts[selected] || contacts[selected].wrap_up) return [];
  const steps = details[selected]?.guidance?.next ?? [];
  return steps.filter(({ to }) => to !== "END").map(({ when, to, prompt }) => ({
    does: `Script: ${when}`, also: `next step ${prompt}`, act: ({ actions }) => actions.goTo(selected, to),
  }));
} });

/** The talk began before any script was published: there is nothing to try again. */
const NONE_IN_USE = "scripts.none_in_use";

/** A caller in a hurry brings about no more askings than one in this time (ms). */
export const AT_LEAST_APART = 400;

/** What nobody has pressed for is drawn when there is time between two frames: never in one with new messages. */
const spare = () => new Promise((go) => requestIdleCallback(go, { timeout: 150 }));

/** `cueing` counts what was gone by. `service`, `clock`, `later` and `atRest` are others in tests. */
export function guidingActs(store, { cueing, service = api, clock = Date.now, later = setTimeout, atRest = spare }) {
  const { dispatch } = store;
  const details = (contact, changes) => dispatch({ type: "local.details", contact, details: changes });
  const cuesNow = (contact) => activeCues(store.state.contacts[contact]).map(({ cue }) => cue);
  const reasons = (contact) => `${cuesNow(contact).join()} ${mentions(store.state.contacts[contact])}`;

  // Of each contact: `turn` of the newest asking, what it was asked with, when, and whether it will be asked again.
  const askings = new Map();
  const asking = (contact) => askings.get(contact) ?? askings.set(contact, { at: -Infinity }).get(contact);

  async function guided(contact, ask) {
    const turn = newId();
    const mine = Object.assign(asking(contact), { turn, at: clock() });
    const change = (how) => mine.turn === turn && store.state.details[contact] && details(contact, how(store.state.details[contact]));
    try {
      const guidance = await ask();
      change((held) => ({ guidance: withGuidance(held.guidance, guidance), guidanceWhy: null, noScript: false }));
    } catch (error) {
      change(() => ({ guidanceWhy: refusal(error), noScript: error?.code === NONE_IN_USE }));
    }
  }

  function loadGuidance(contact, rest = () => {}) {
    if (!store.state.contacts[contact]) return void askings.delete(contact);
    const cues = cuesNow(contact);
    asking(contact).with = reasons(contact);
    return guided(contact, async () => {
      const guidance = await service.loadGuidance(contact, cues);
      await rest();
      return guidance;
    });
  }

  /** Ask again only when the cues that matter have changed, or the caller has spoken of somebody; the first at once, the next soon. */
  function refreshGuidance(contact) {
    if (!store.state.contacts[contact]) return askings.delete(contact);
    const held = asking(contact);
    if (held.waits || held.moves || store.state.details[contact]?.status !== "ready" || held.with === reasons(contact)) return undefined;
    const wait = held.at + AT_LEAST_APART - clock();
    if (wait <= 0) return loadGuidance(contact, atRest);
    held.waits = true;
    return later(() => { held.waits = false; refreshGuidance(contact); }, wait);
  }

  /** What is heard meanwhile waits: its answer could hold the step that is being left. */
  async function move(contact, node) {
    asking(contact).moves = true;
    await guided(contact, async () => {
      cueing.wentBy(contact, node);
      await service.moveScript(contact, node);
      return service.loadGuidance(contact, cuesNow(contact));
    });
    asking(contact).moves = false;
    refreshGuidance(contact);
    toTop();
  }

  /** Move, and then to the new prompt: what was pressed is gone after the move. */
  const goTo = (contact, node) =>
    move(contact, node).then(() => requestAnimationFrame(() => document.querySelector(".prompt__put")?.focus()));

  /** A person has looked at these alarms: their badges go, what the script offers stays. */
  const seeSafety = (contact, found) => dispatch({ type: "local.safety_seen", contact, keys: found.flatMap(({ keys }) => keys) });

  /** Open the script at what it offers for safety; the alarms it answers have then been looked at. */
  function openScript() {
    dispatch({ type: "local.show", tab: "script", pane: "help" });
    const contact = store.state.contacts[store.state.selected];
    if (!contact) return;
    const nodes = safetyNodes(contact, store.state.details[contact.contact]?.guidance);
    const answered = new Set(nodes.flatMap((node) => node.cues ?? [node.cue]));
    seeSafety(contact.contact, alarms(contact).filter(({ kind, id }) => kind === "cue" && answered.has(id)));
    toTop();
  }

  const putAside = (contact, keys) => dispatch({ type: "local.aside", contact, keys });

  return { loadGuidance, refreshGuidance, move, goTo, putAside, seeSafety, openScript };
}

const toTop = () => requestAnimationFrame(() => document.getElementById("help-panel")?.scrollTo(0, 0));
