// New messages for a screen reader: each once, with who said it; when many come at once, how many.

import { announce, t } from "./page.js";

const TOGETHER = 250;
const MOST = 2;

export class News {
  #fresh = [];
  #timer;

  add(words) {
    this.#fresh.push(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), TOGETHER);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#fresh = [];
  }

  #say() {
    const fresh = this.#fresh;
    this.#fresh = [];
    if (fresh.length > MOST) announce(t("news_many", { n: fresh.length }));
    else fresh.forEach((words) => announce(words));
  }
}
