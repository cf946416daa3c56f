// The key "?" opens the handbook's page about this page, while nobody is writing. The link beside it does the same without script.

const WRITING = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";

/** Tell whether this press asks for help: no command with it, and nowhere that it could be a letter. */
export function asksForHelp({ key, ctrlKey, metaKey, altKey, repeat, target }) {
  return key === "?" && !ctrlKey && !metaKey && !altKey && !repeat && !target?.closest?.(WRITING);
}

if (typeof document !== "undefined") {
  document.addEventListener("keydown", (event) => {
    if (!asksForHelp(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    document.querySelector("#help-here")?.click();
  });
}
