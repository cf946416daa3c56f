/* The chat's button for a charity's own page: <script src="https://chat.example.org/embed.js" async></script>
   data-lang="cy"; data-label="words"; data-frame opens it on this page instead of in this tab.
   Sets one global, adds one element at the end of the page, and leaves no style behind. */
(function () {
  "use strict";
  if (window.helplineEmbed) return;
  var script = document.currentScript;
  var origin = new URL(script.src).origin;
  var cy = script.dataset.lang === "cy";
  var host = document.createElement("div");
  var root = host.attachShadow({ mode: "open" });
  var link = document.createElement("a");
  var state = document.createElement("span");
  var frame = null;
  window.helplineEmbed = origin;

  function style(element, rules) {
    for (var name in rules) element.style.setProperty(name, rules[name]);
  }
  function say(words) {
    state.textContent = words;
  }

  function openFrame(event) {
    event.preventDefault();
    frame = document.createElement("iframe");
    frame.title = link.firstChild.textContent;
    frame.referrerPolicy = "no-referrer";
    frame.setAttribute(
      "sandbox",
      "allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation"
    );
    frame.src = link.href + (cy ? "&" : "?") + "frame=1";
    style(frame, {
      position: "fixed", right: "0", bottom: "0", width: "min(27rem, 100vw)", height: "min(44rem, 100vh)",
      border: "0", "z-index": "2147483647", "box-shadow": "0 8px 40px rgb(0 0 0 / 30%)", background: "#faf8f4",
    });
    // The keyboard's way out works inside the frame, so the keyboard goes there.
    frame.addEventListener("load", function () { frame.focus(); });
    root.replaceChildren(frame);
  }

  function leave(event) {
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow) return;
    if (event.data !== "helpline:exit") return;
    host.remove();
    location.replace(script.dataset.exit || "https://www.bbc.co.uk/weather");
  }

  link.href = origin + "/chat/" + (cy ? "?lang=cy" : "");
  link.rel = "nofollow noreferrer";
  link.append(script.dataset.label || (cy ? "Sgwrsio â ni" : "Chat with us"), state);
  style(link, {
    display: "grid", gap: "2px", padding: "12px 20px", background: "#0e4d56", color: "#fff", border: "2px solid #fff",
    "border-radius": "8px", "box-shadow": "0 2px 12px rgb(0 0 0 / 30%)", font: "600 18px/1.3 system-ui, sans-serif",
    "text-decoration": "none",
  });
  style(state, { font: "400 16px/1.3 system-ui, sans-serif" });
  style(host, { position: "fixed", right: "16px", bottom: "16px", "z-index": "2147483646" });
  if (script.dataset.frame !== undefined) link.addEventListener("click", openFrame);
  window.addEventListener("message", leave);
  root.append(link);
  document.body.append(host);
  fetch(origin + "/status.json" + (cy ? "?lang=cy" : ""), { credentials: "omit" })
    .then(function (response) { return response.json(); })
    .then(function (status) { say(status.short); })
    .catch(function () { say(""); });
})();
