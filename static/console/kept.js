// What this browser keeps of the console: how it looks and sounds, never who wrote or what. The one door to storage.

const NAME = "console";

/** Every setting with its allowed values, the default first. */
export const SETTINGS = {
  look: ["system", "light", "dark"],
  text: ["100", "115", "130", "150"],
  sound: ["on", "off"],
  volume: ["80", "20", "40", "60", "100"],
};

const allowed = (name, value) => (SETTINGS[name].includes(value) ? value : SETTINGS[name][0]);

/** The settings as {look, text, sound, volume}; what is missing or strange is the default. */
export function kept() {
  let held = {};
  try {
    held = JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    // Storage is forbidden, or what lies there is not ours.
  }
  return Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, allowed(name, held[name])]));
}

export function keep(settings) {
  const clean = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, allowed(name, settings[name])]));
  try {
    localStorage.setItem(NAME, JSON.stringify(clean));
  } catch {
    // Then it holds until the page is closed.
  }
}
