import { html, useEffect, useState } from "../view.js";
import { ringFor } from "../attention.js";
import { addCommands } from "../commands.js";
import { Key, useDesk } from "../parts.js";

// Whoever has turned away from the desk sees no line on it: it is heard as a caller who waits is.
ringFor(({ link, presence }) => (presence?.asked && link.status === "online" ? 1 : 0), "Are you still there? Without an answer you are set away");

addCommands({
  code: "KeyC", key: "Alt C", does: "Answer that you are still here",
  when: (state) => state.presence?.asked && state.link.status === "online", act: ({ actions }) => actions.stillHere(),
});

/** Asked of somebody who has done nothing for long; anything they do is an answer as well. */
export function StillHere() {
  const { state, actions } = useDesk();
  const asked = state.presence?.asked;
  return html`
    <div class="still-here-room" role="status">${asked && html`
      <div class="still-here">
        <p><strong>Are you still there?</strong> You have done nothing here for a while. Without an answer you are set away<span aria-hidden="true"> in <${Left} ends=${asked.ends} /></span>.</p>
        <button class="button button--primary button--small" onClick=${actions.stillHere}>I am here<${Key}>Alt C<//></button>
      </div>`}</div>`;
}

/** A clock of its own: the rest of the console need not be drawn each second, and nobody hears it count. */
function Left({ ends }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => { const timer = setInterval(() => setNow(Date.now()), 500); return () => clearInterval(timer); }, []);
  const seconds = Math.max(0, Math.ceil((ends - now) / 1_000));
  return html`<span class="figure-text">${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}</span>`;
}
