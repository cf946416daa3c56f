// Practice: choosing a scripted caller, beginning, and the look back afterwards.

import { get, post } from "../api.js";
import { mayPractise } from "../changes/practice.js";
import { addCommands } from "../commands.js";
import { refusal } from "../words.js";

const ALL = "/console/api/practice/";

addCommands({
  does: "Practise with a scripted caller", when: mayPractise,
  act: ({ actions }) => actions.choosePractice(),
});

export function practiceActs(store, link) {
  const set = (changes) => store.dispatch({ type: "local.practice", changes });

  /** Fetch the scripted callers and the look back, if there is one. */
  async function loadPractice() {
    if (store.state.practice.status !== "ready") set({ status: "loading" });
    try {
      const { callers, look_back: lookBack } = await get(ALL);
      set({ status: "ready", why: "", callers, lookBack });
    } catch (error) {
      set({ status: "error", why: refusal(error) });
    }
  }

  function choosePractice() {
    store.dispatch({ type: "local.show", dialog: { name: "practise" } });
    return loadPractice();
  }

  /** Begin; returns the contact. A refusal is thrown, to be said beside the choice. */
  async function startPractice(caller) {
    const { contact } = await link.command({ type: "practice.start", caller });
    set({ lookBack: null });
    return contact;
  }

  async function putLookBackAway() {
    try {
      await post(`${ALL}put-away/`);
      set({ lookBack: null });
    } catch (error) {
      store.dispatch({ type: "local.notice", text: refusal(error), kind: "error" });
    }
  }

  return { loadPractice, choosePractice, startPractice, putLookBackAway };
}
