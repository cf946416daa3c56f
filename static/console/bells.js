// What is heard and shown outside the page: the ring, the blip, the notices. They follow the store.

import { called, newsSince, ringing } from "./attention.js";
import { takeBack, tell } from "./notices.js";

const BLIP_AT_MOST_EVERY = 1_500;

/** Is a person looking at this window? */
const looking = () => !document.hidden && document.hasFocus();

export function hangBells(store, sound) {
  let before = store.state;
  // What rang after the change before this one: each is reckoned once.
  let rang = { was: ringing(before), calledBefore: called(before) };
  let blipped = 0;
  sound.volume(Number(before.settings.volume));
  store.subscribe((state) => {
    const [last, { was, calledBefore }] = [before, rang];
    before = state;
    const [is, calledNow, on] = [ringing(state), called(state), state.settings.sound === "on"];
    rang = { was: is, calledBefore: calledNow };
    if (last.settings !== state.settings) sound.volume(Number(state.settings.volume));
    if (is !== was || last.settings !== state.settings) sound.ring(on && is > 0);
    if (!looking()) for (const words of calledNow) if (!calledBefore.includes(words)) tell(words, words);
    for (const words of calledBefore) if (!calledNow.includes(words)) takeBack(words);

    const news = newsSince(last, state, looking());
    if (!looking()) for (const { slot } of news) tell(`contact-${slot}`, `A new message in contact ${slot}`);
    if (!news.length || !on || is > 0 || Date.now() - blipped < BLIP_AT_MOST_EVERY) return;
    blipped = Date.now();
    sound.blip();
  });
  const unlock = () => sound.unlock();
  for (const gesture of ["pointerup", "keyup"]) document.addEventListener(gesture, unlock, { capture: true });
  window.addEventListener("focus", () => { for (const { slot } of Object.values(store.state.contacts)) takeBack(`contact-${slot}`); });
}
