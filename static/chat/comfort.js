// What a caller may set for themselves: the size of the words, and a sound or a short shake when
// somebody comes or writes while this page is out of sight. Off until turned on.

import { h, t } from "./page.js";
import { recall, rememberComfort } from "./memory.js";

const SIZES = ["normal", "large", "largest"];
const TONES = [
  [660, 0],
  [880, 0.18],
];
const LOUDNESS = 0.08;
const SHAKE = [120, 80, 120];

export class Comfort {
  #chosen;
  #audio;

  constructor() {
    this.#chosen = { size: "normal", sound: false, shake: false, ...recall()?.comfort };
    this.element = h(
      "div",
      { class: "comfort", id: "comfort" },
      h(
        "fieldset",
        { class: "comfort__sizes" },
        h("legend", {}, t("comfort_size")),
        SIZES.map((size) => this.#choice("radio", t(`comfort_${size}`), this.#chosen.size === size, () => ({ size }))),
      ),
      this.#choice("checkbox", t("comfort_sound"), this.#chosen.sound, (on) => ({ sound: on }), () => this.#ring()),
      navigator.vibrate &&
        this.#choice("checkbox", t("comfort_shake"), this.#chosen.shake, (on) => ({ shake: on }), () => this.#shake()),
      h("p", { class: "hint" }, t("comfort_note")),
    );
    this.#size();
  }

  /** Somebody came or wrote: told only to a page that is out of sight. */
  notice() {
    if (!document.hidden) return;
    if (this.#chosen.sound) this.#ring();
    if (this.#chosen.shake) this.#shake();
  }

  #choice(type, label, checked, choose, prove) {
    const change = ({ target }) => {
      Object.assign(this.#chosen, choose(target.checked));
      rememberComfort(this.#chosen);
      this.#size();
      // Turned on it is given once: the caller knows how it is, and the browser allows it from now on.
      if (prove && target.checked) prove();
    };
    return h("label", { class: "comfort__choice" }, h("input", { type, name: `comfort-${type}`, checked, onchange: change }), label);
  }

  #size() {
    for (const size of SIZES) document.documentElement.classList.toggle(`text-${size}`, size === this.#chosen.size);
  }

  #ring() {
    this.#audio ??= window.AudioContext ? new AudioContext() : null;
    if (!this.#audio) return;
    // Without a gesture on this page it stays silent; that is the browser's rule, and no error.
    this.#audio.resume().catch(() => {});
    for (const [pitch, wait] of TONES) this.#tone(pitch, this.#audio.currentTime + wait);
  }

  #tone(pitch, at) {
    const [tone, loudness] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(LOUDNESS, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.16);
    tone.connect(loudness).connect(this.#audio.destination);
    tone.start(at);
    tone.stop(at + 0.17);
  }

  #shake() {
    navigator.vibrate(SHAKE);
  }
}
