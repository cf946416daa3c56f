// The console's sounds, made here from plain waves: no file, and loud enough to be heard across a room.

const LOOP_SECONDS = 3;
const BLIP_SECONDS = 0.35;
const PEAK = 0.95;
// Overtones carry a tone through a small loudspeaker.
const OVERTONES = [1, 0.6, 0.35, 0.2];

/** Somebody waits: two pairs of falling notes, then silence until the loop begins again. Samples between -1 and 1. */
export const ringSamples = (rate) =>
  made(rate, LOOP_SECONDS, [[0, 0.45, 988], [0.3, 0.6, 740], [0.9, 0.45, 988], [1.2, 0.7, 740]]);

/** Somebody wrote: one short rising pair. */
export const blipSamples = (rate) => made(rate, BLIP_SECONDS, [[0, 0.16, 659], [0.12, 0.2, 880]]);

/** `notes`: [from, seconds, hertz]; each begins at once and fades, so that the loop has no click in it. */
function made(rate, seconds, notes) {
  const samples = new Float32Array(Math.round(rate * seconds));
  for (const [from, long, hertz] of notes) {
    const first = Math.round(from * rate);
    const count = Math.min(Math.round(long * rate), samples.length - first);
    for (let i = 0; i < count; i += 1) {
      const [t, left] = [i / rate, 1 - i / count];
      const rise = Math.min(1, t / 0.008);
      const wave = OVERTONES.reduce((sum, part, n) => sum + part * Math.sin(2 * Math.PI * hertz * (n + 1) * t), 0);
      samples[first + i] += wave * rise * left;
    }
  }
  const loudest = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return samples.map((each) => (each / loudest) * PEAK);
}

/**
 * A browser lets a page sound only after a click or a key in it: `unlock()` is called for each until it works.
 * `told(audio)` hears "locked", "on" or "blocked" when that changes.
 */
export class Sound {
  #context = null;
  #gain = null;
  #ring = null;
  #wanted = false;
  #audio = "locked";
  #made = new Map();

  constructor(told) {
    this.told = told;
  }

  get audio() {
    return this.#audio;
  }

  async unlock() {
    if (this.#audio === "on") return;
    this.#context ??= this.#begin();
    // A refusal does not always come as one: after a moment without an answer it is said, and the next click tries again.
    const refused = setTimeout(() => this.#tell("blocked"), 1_500);
    await this.#context.resume().catch(() => {});
    clearTimeout(refused);
    this.#tell(this.#context.state === "running" ? "on" : "blocked");
    if (this.#wanted) this.ring(true);
  }

  volume(percent) {
    this.loudness = percent / 100;
    if (this.#gain) this.#gain.gain.value = this.loudness;
  }

  /** Begin or stop the ring. A loop of the audio itself: it needs no timer, which a tab out of sight would not get. */
  ring(wanted) {
    this.#wanted = wanted;
    if (wanted && !this.#ring && this.#audio === "on") this.#ring = this.#play(this.#samples(ringSamples), true);
    if (!wanted) {
      this.#ring?.stop();
      this.#ring = null;
    }
  }

  blip() {
    if (this.#audio === "on") this.#play(this.#samples(blipSamples), false);
  }

  /** The ring once, whatever the settings are. */
  async test() {
    await this.unlock();
    if (this.#audio === "on") this.#play(this.#samples(ringSamples), false);
  }

  #begin() {
    const context = new AudioContext();
    this.#gain = context.createGain();
    this.#gain.gain.value = this.loudness ?? 1;
    this.#gain.connect(context.destination);
    // The system may take the sound away, as a telephone call does.
    context.onstatechange = () => context.state === "running" || this.#tell("blocked");
    return context;
  }

  /** Made once, not with each message that is told of. */
  #samples(make) {
    if (!this.#made.has(make)) this.#made.set(make, this.#buffer(make));
    return this.#made.get(make);
  }

  #buffer(make) {
    const samples = make(this.#context.sampleRate);
    const buffer = this.#context.createBuffer(1, samples.length, this.#context.sampleRate);
    buffer.copyToChannel(samples, 0);
    return buffer;
  }

  #play(buffer, loop) {
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.loop = loop;
    source.connect(this.#gain);
    source.start();
    return source;
  }

  #tell(audio) {
    if (audio === this.#audio) return;
    this.#audio = audio;
    // What rang is gone with the sound; it begins anew with the next unlock.
    if (audio !== "on") this.#ring = null;
    this.told(audio);
  }
}
