import { html, useEffect, useRef, useState } from "../view.js";

/** Copy a card as plain text, to read it aloud or put it into an answer; where the browser does not, it stands there, selected. */
export function CopyText({ text }) {
  const [said, say] = useState("");
  const box = useRef(null);
  useEffect(() => {
    if (!box.current) return;
    box.current.focus();
    getSelection().selectAllChildren(box.current);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied.");
    } catch {
      say("Press Ctrl C:");
    }
  };
  return html`
    <div class="copy-text"><button class="button button--quiet button--small" onClick=${copy}>Copy as text</button>
      <span class="muted" role="status">${said}</span>
      ${said.startsWith("Press") && html`<p class="read-aloud" tabindex="0" ref=${box}>${text}</p>`}</div>`;
}
