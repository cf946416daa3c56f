// Notices of the desktop, asked for by a button. They say that something is there, never a word of it.

/** "granted", "denied", "default" (not asked yet) or "missing". */
export const permission = () => ("Notification" in globalThis ? Notification.permission : "missing");

export const askForNotices = () => Notification.requestPermission();

const shown = new Map();

/** Show one of its kind, in place of the one before; pressed, it brings this window to the front and moves nothing in it. */
export function tell(kind, words) {
  if (permission() !== "granted") return;
  const notice = new Notification(words, { tag: `console-${kind}`, silent: true });
  notice.onclick = () => { window.focus(); notice.close(); };
  shown.set(kind, notice);
}

export function takeBack(kind) {
  shown.get(kind)?.close();
  shown.delete(kind);
}
