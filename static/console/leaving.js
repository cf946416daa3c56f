// Words that stand only on this page: nothing keeps them elsewhere, so the browser asks before they are lost.

/** Is there a draft, or a message that the service does not have yet? */
export const unsaved = ({ drafts, contacts, writing, unkept }) =>
  Object.keys(unkept).length > 0 ||
  [...Object.values(drafts), ...Object.values(writing).flatMap(Object.values)].some(({ text }) => text.trim()) ||
  Object.values(contacts).some(({ outbox }) => outbox.length > 0);

export function warnBeforeLeaving(store) {
  window.addEventListener("beforeunload", (event) => { if (unsaved(store.state) && !store.state.leaving) event.preventDefault(); });
}
