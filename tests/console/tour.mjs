// The rules of the tour: when it is offered, how it goes on, and that it can be left. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { Tour, TourOffer } from "/static/console/panes/tour.js";
import { Desk } from "/static/console/parts.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { STEPS, begun, isOffered, left, moved, standing } from "/static/console/tour.js";
import { html, render } from "/static/console/view.js";

const nobody = { contacts: {} };
const meta = Object.assign(document.createElement("meta"), { name: "csrf-token", content: "x" });
document.head.append(meta);

/** The strip and the offer beside a heading; `kept` is what was sent to be remembered. */
function drawn(data, then) {
  const kept = [];
  const fetched = window.fetch;
  window.fetch = async (path, { body }) => { kept.push([path, JSON.parse(body)]); return new Response("{}"); };
  const store = createStore(reduce, INITIAL);
  const actions = createActions(store, { tell() {}, command: () => new Promise(() => {}) });
  const place = document.createElement("div");
  document.body.append(place);
  const once = () => render(html`<${Desk.Provider} value=${{ state: store.state, store, actions, data, now: 0 }}><h2 id="talk-title" tabindex="-1">T</h2><${Tour} /><${TourOffer} /><//>`, place);
  // The second time the effects of the first have run.
  const draw = () => { once(); once(); once(); };
  draw();
  const press = (words) => { [...place.querySelectorAll("button")].find(({ textContent }) => textContent.startsWith(words)).click(); draw(); };
  const result = then({ place, draw, press, kept, store });
  render(null, place);
  place.remove();
  window.fetch = fetched;
  return result;
}

tell({
  "it is offered once, and again where it was left, to whoever has nobody"() {
    const offered = (status, state = nobody) => isOffered({ status, step: 0 }, state);
    equal([offered(""), offered("left"), offered("on"), offered("done"), offered("", { contacts: { a: {} } })], [true, true, false, false, false]);
  },
  "it begins at the first step, and goes on where it was left"() {
    equal([begun({ status: "", step: 4 }), begun({ status: "left", step: 4 }), begun({ status: "left", step: 999 }).step], [{ status: "on", step: 0 }, { status: "on", step: 4 }, STEPS.length - 1]);
    equal([moved({ step: 0 }, -1).step, moved({ step: 2 }, 1).step, moved({ step: STEPS.length - 1 }, 1).status], [0, 3, "done"]);
  },
  "without a word of the server nothing is offered"() {
    equal(standing({}, {}), { status: "done", step: 0 });
  },
  "every step says something, and points at a part or at none"() {
    equal(STEPS.every(({ title, words, part }) => title && words.length > 40 && ["", "queue", "talk", "help"].includes(part)), true);
    equal(STEPS.filter(({ practise }) => practise).length, 1);
  },
  "the focus goes to each step's heading, and the part is outlined"() {
    const seen = drawn({ tour: { status: "", step: 0 } }, ({ press, place }) => {
      press("Take the tour");
      const first = [document.activeElement.id, document.documentElement.dataset.tour ?? ""];
      press("Next step");
      return [first, place.querySelector(".tour__count").textContent, document.activeElement.id, document.documentElement.dataset.tour];
    });
    equal(seen, [["tour-title", ""], `Tour, 2 of ${STEPS.length}.`, "tour-title", "queue"]);
  },
  "Escape leaves it, gives the focus back and remembers the step"() {
    const seen = drawn({ tour: { status: "left", step: 2 } }, ({ place, press, draw, kept }) => {
      place.querySelector("#talk-title").focus();
      press("Go on with the tour");
      place.querySelector("#tour-title").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      draw();
      return [place.querySelector(".tour"), document.activeElement.id, document.documentElement.dataset.tour ?? "", kept.at(-1), place.textContent.includes(`at step 3 of ${STEPS.length}`)];
    });
    equal(seen, [null, "talk-title", "", ["/console/api/tour/", { status: "left", step: 2 }], true]);
  },
  "whoever does not want it is not asked again"() {
    const seen = drawn({ tour: { status: "", step: 0 } }, ({ place, press, kept }) => {
      press("Do not offer");
      return [place.querySelector(".tour-offer"), kept.at(-1)[1]];
    });
    equal(seen, [null, { status: "done", step: 0 }]);
  },
  "what the tour works with is what the console has"() {
    equal(left({ step: 3 }), { status: "left", step: 3 });
  },
});
