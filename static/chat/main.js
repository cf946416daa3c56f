// The first screen, and the way to everything else, which is fetched while the caller reads.

import { data, t } from "./page.js";
import { openWayOut } from "./way-out.js";
import { recall } from "./memory.js";
import { startScreen } from "./start.js";

let begun = false;

/** Do one of flow.js's acts; a line that cannot fetch it says so and keeps the first screen. */
async function go(act, ...given) {
  let flow;
  try {
    flow = await import("./flow.js");
  } catch {
    return toStart(t("start_failed"));
  }
  begun = true;
  return flow[act](...given, toStart);
}

function toStart(notice) {
  begun = false;
  // The first screen came with the page, in the language that the page was asked for in.
  if (document.documentElement.dataset.lang !== data.lang) return location.replace(addressIn(data.lang));
  return startScreen({ begin: () => go("begin"), comeBack: () => go("comeBack"), notice });
}

const addressIn = (lang) => `${location.pathname}?lang=${lang}${data.frame ? "&frame=1" : ""}`;

function openLanguages() {
  const link = document.getElementById("language");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    if (begun) go("inLanguage", link.hreflang);
    else location.replace(link.href);
  });
}

openWayOut();
openLanguages();
document.getElementById("plain")?.remove();
const held = recall();
if (held) go("resume", held);
else {
  toStart();
  // Fetched ahead, so that the next screen comes at once; whoever presses earlier waits for the same file.
  addEventListener("load", () => import("./flow.js").catch(() => {}));
}
