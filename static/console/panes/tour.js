import { html, useEffect, useRef } from "../view.js";
import { useDesk } from "../parts.js";
import { mayPractise } from "../changes/practice.js";
import { STEPS, begun, isOffered, left, moved, never, put, standing } from "../tour.js";

/** One step of the tour, in a strip of its own above the parts: it covers nothing, and Escape leaves it. */
export function Tour() {
  const { state, actions, data } = useDesk();
  const tour = standing(state, data);
  const on = tour.status === "on" && state.link.status !== "refused";
  const step = on ? STEPS[tour.step] : null;
  const title = useRef();
  const before = useRef(null);
  useEffect(() => {
    if (!step) return point("");
    before.current ??= document.activeElement;
    point(step.part);
    if (step.part) actions.show({ pane: step.part, ...(step.tab ? { tab: step.tab } : {}) });
    title.current?.focus();
    return () => point("");
  }, [on, tour.step]);
  if (!step) return null;
  const go = (next) => {
    put(actions, next);
    if (next.status !== "on") back(before);
  };
  return html`
    <section class="tour" aria-labelledby="tour-title" onKeyDown=${(event) => event.key === "Escape" && go(left(tour))}>
      <div class="tour__words">
        <h2 id="tour-title" tabindex="-1" ref=${title}><span class="tour__count">Tour, ${tour.step + 1} of ${STEPS.length}.</span> ${step.title}</h2>
        <p>${step.words}</p>
      </div>
      <div class="tour__acts">
        ${step.practise && mayPractise(state) && html`<button class="button button--small" onClick=${() => actions.choosePractice()}>Begin practice</button>`}
        ${tour.step > 0 && html`<button class="button button--small" onClick=${() => go(moved(tour, -1))}>Step back</button>`}
        <button class="button button--primary button--small" onClick=${() => go(moved(tour, 1))}>${tour.step + 1 < STEPS.length ? "Next step" : "End the tour"}</button>
        ${tour.step + 1 < STEPS.length && html`<button class="button button--quiet button--small" onClick=${() => go(left(tour))}>Leave the tour (Esc)</button>`}
      </div>
    </section>`;
}

/** Where no talk is open: the tour, offered once, and again while it was left. */
export function TourOffer() {
  const { state, actions, data } = useDesk();
  const tour = standing(state, data);
  if (!isOffered(tour, state)) return null;
  return html`
    <div class="tour-offer">
      <p>${tour.status === "left" ? `You left the tour at step ${tour.step + 1} of ${STEPS.length}.` : "New here? A tour shows what stands where, in about five minutes."}</p>
      <p class="tour__acts"><button class="button button--small" onClick=${() => put(actions, begun(tour))}>${tour.status === "left" ? "Go on with the tour" : "Take the tour"}</button>
        <button class="button button--quiet button--small" onClick=${() => put(actions, never())}>Do not offer it again</button></p>
    </div>`;
}

/** Outline the part that is spoken of. */
function point(part) {
  if (part) document.documentElement.dataset.tour = part;
  else delete document.documentElement.dataset.tour;
}

/** The focus goes back to where it was, or to the conversation's heading. */
function back(before) {
  const was = before.current;
  before.current = null;
  (was?.isConnected && was !== document.body ? was : document.getElementById("talk-title"))?.focus();
}
