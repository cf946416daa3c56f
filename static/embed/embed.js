/* The chat's button for a charity's own page: <script src="https://chat.example.org/embed.js" async></script>
   data-lang="cy"; data-label="words"; data-frame opens it on this page instead of in this tab; data-exit="address".
   Sets one global, adds one element at the end of the page, and leaves no style behind. */
(function () {
  "use strict";
  var script = document.currentScript || document.querySelector('script[src$="/embed.js"]');
  if (window.helplineEmbed || !script || !Element.prototype.attachShadow) return;
  var origin = new URL(script.src).origin;
  var cy = script.dataset.lang === "cy";
  // A name of its own: the page's rules for div and a do not reach it.
  var host = document.createElement("helpline-chat");
  var root = host.attachShadow({ mode: "open" });
  var link = document.createElement("a");
  var state = document.createElement("span");
  var hide = document.createElement("button");
  var frame = null;
  var presses = [];
  var alone = false;
  window.helplineEmbed = origin;

  function style(element, rules) {
    for (var name in rules) element.style.setProperty(name, rules[name], "important");
    // A reader's own spacing goes before ours.
    if (rules.font) element.style.setProperty("line-height", "1.3");
  }

  function show(open) {
    style(frame, { display: open ? "block" : "none" });
    style(hide, { display: open ? "block" : "none" });
    style(link, { display: open ? "none" : "grid" });
    (open ? frame : link).focus();
  }

  function openFrame(event) {
    event.preventDefault();
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = link.firstChild.textContent;
      frame.referrerPolicy = "no-referrer";
      frame.setAttribute(
        "sandbox",
        "allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation-by-user-activation"
      );
      frame.src = link.href + (cy ? "&" : "?") + "frame=1";
      style(frame, {
        position: "fixed", right: "0", bottom: "0", width: "min(27rem, 100vw)", height: "min(44rem, 100vh - 48px)",
        border: "0", "box-shadow": "0 8px 40px rgb(0 0 0 / 30%)", background: "#faf8f4",
      });
      // The keyboard's way out works inside the frame, so the keyboard goes there.
      frame.addEventListener("load", function () { frame.focus(); });
      root.append(frame);
    }
    show(true);
  }

  function leave() {
    style(document.documentElement, { display: "none" });
    host.remove();
    location.replace(script.dataset.exit || "https://www.bbc.co.uk/weather");
  }

  function hear(event) {
    if (frame && event.origin === origin && event.source === frame.contentWindow && event.data === "helpline:exit") leave();
  }

  // Shift three times on this page: the frame ends the chat and answers; a dead one is not waited for.
  function count(event) {
    if (!frame) return;
    if (event.type === "keydown") {
      alone = event.key === "Shift";
      if (!alone) presses = [];
    } else if (event.key === "Shift" && alone) {
      presses = presses.filter(function (at) { return event.timeStamp - at < 5000; }).concat(event.timeStamp);
      if (presses.length < 3) return;
      frame.contentWindow.postMessage("helpline:leave", origin);
      style(document.documentElement, { display: "none" });
      setTimeout(leave, 300);
    }
  }

  link.href = origin + "/chat/" + (cy ? "?lang=cy" : "");
  link.rel = "nofollow noreferrer";
  link.append(script.dataset.label || (cy ? "Sgwrsio â ni" : "Chat with us"), state);
  // A landmark, so that a screen reader finds it among the page's own.
  host.setAttribute("role", "complementary");
  host.setAttribute("aria-label", link.firstChild.textContent);
  hide.type = "button";
  hide.append(cy ? "Cuddio'r sgwrs" : "Hide the chat");
  hide.addEventListener("click", function () { show(false); });
  var look = { color: "#fff", background: "#0e4d56", border: "2px solid #fff", "border-radius": "8px" };
  style(link, look);
  style(hide, look);
  style(link, {
    display: "grid", gap: "2px", padding: "12px 20px", "box-shadow": "0 2px 12px rgb(0 0 0 / 30%)",
    font: "600 18px/1.3 system-ui, sans-serif", "text-decoration": "none",
  });
  style(hide, {
    display: "none", position: "fixed", right: "0", bottom: "min(44rem, 100vh - 48px)", height: "48px",
    padding: "0 16px", font: "600 16px/1.3 system-ui, sans-serif",
  });
  style(state, { font: "400 16px/1.3 system-ui, sans-serif" });
  style(host, { all: "initial", display: "block", position: "fixed", right: "16px", bottom: "16px", "z-index": "2147483647" });
  if (script.dataset.frame !== undefined) link.addEventListener("click", openFrame);
  addEventListener("message", hear);
  addEventListener("keydown", count);
  addEventListener("keyup", count);
  root.append(link, hide);
  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", function () { document.body.append(host); });
  fetch(origin + "/status.json" + (cy ? "?lang=cy" : ""), { credentials: "omit", referrerPolicy: "no-referrer" })
    .then(function (response) { return response.json(); })
    .then(function (status) { state.textContent = status.short; })
    .catch(function () {});
})();
