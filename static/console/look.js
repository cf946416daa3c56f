// Size of the text, light or dark: set on the page itself, so that dialogs have it too.

const AS_SYSTEM = /prefers-color-scheme/;
const SCHEMES = { system: "", light: "light", dark: "dark" };
const rules = [];

/** The rules of the page that ask the system for its scheme; the tokens have every dark colour there. */
function schemeRules() {
  if (rules.length) return rules;
  for (const { cssRules } of document.styleSheets) {
    for (const rule of cssRules) {
      if (rule.media && AS_SYSTEM.test(rule.media.mediaText)) rules.push({ rule, own: rule.media.mediaText });
    }
  }
  return rules;
}

/** Show the page in `look` ("system", "light", "dark") with its text at `text` per cent. */
export function applyLook({ look, text }) {
  document.documentElement.style.fontSize = text === "100" ? "" : `${text}%`;
  document.documentElement.style.colorScheme = SCHEMES[look];
  for (const { rule, own } of schemeRules()) {
    const wanted = look === "system" ? own : /dark/.test(own) === (look === "dark") ? "all" : "not all";
    if (rule.media.mediaText !== wanted) rule.media.mediaText = wanted;
  }
}
