// Two tones when a new alert comes. Off until turned on: browsers ask for a press first, and so do people.

const TONES = [
  [587, 0],
  [784, 0.16],
];
const LOUDNESS = 0.1;
let audio = null;

export const canRing = () => Boolean(window.AudioContext);

/** Ring once. */
export function ring() {
  audio ??= new AudioContext();
  audio.resume().catch(() => {});
  for (const [pitch, wait] of TONES) tone(pitch, audio.currentTime + wait);
}

function tone(pitch, at) {
  const [source, loudness] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(LOUDNESS, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
  source.connect(loudness).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.21);
}
