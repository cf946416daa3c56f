// A question above the box: the words stay where they are until one of its answers is chosen.

import { button, h } from "./page.js";

export class Question {
  /** `done()` puts the reader's place back into the box. */
  constructor(done) {
    this.done = done;
    this.element = h("div", { class: "composer__question", hidden: true });
  }

  /** Each answer is [label, act, look]; the first one has the focus. */
  ask(heading, text, answers) {
    const close = (act) => () => {
      this.element.hidden = true;
      this.element.replaceChildren();
      this.done();
      act?.();
    };
    const buttons = answers.map(([label, act, look]) => button(label, close(act), look));
    this.element.replaceChildren(
      h("h2", { id: "question-heading" }, heading),
      h("p", { id: "question-text" }, text),
      h("div", { class: "actions" }, buttons),
    );
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-labelledby", "question-heading");
    this.element.setAttribute("aria-describedby", "question-text");
    this.element.hidden = false;
    buttons[0].focus();
  }
}
