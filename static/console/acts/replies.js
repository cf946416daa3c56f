// Saved replies: fetching, keeping and deleting them, each with a way back. Nothing here is ever sent to a caller.

import { get, post } from "../api.js";
import { isWritten } from "../channels.js";
import { addCommands } from "../commands.js";
import { withReply, withoutReply } from "../changes/replies.js";
import { newId } from "../link.js";
import { refusal } from "../words.js";

const ALL = "/console/api/replies/";
const one = (id) => `${ALL}${encodeURIComponent(id)}/`;
addCommands({
  code: "KeyR", key: "Alt R", does: "Saved replies: search one and put it into the message box", when: isWritten,
  act: ({ actions }) => {
    actions.show({ pane: "talk" });
    // At once: an Enter that comes before the next frame would send what stands in the box.
    document.querySelector(".composer__replies")?.click();
  },
});

export function replyActs(store) {
  const set = (changes) => store.dispatch({ type: "local.replies", changes });
  const held = () => store.state.replies;

  /** Fetch them; what is shown already stays until the answer is there. */
  async function loadReplies() {
    if (held().status === "loading") return;
    if (held().status !== "ready") set({ status: "loading" });
    try {
      const { replies, may_keep_for_team: mayKeepForTeam, most } = await get(ALL);
      set({ status: "ready", why: "", list: replies, mayKeepForTeam, most });
    } catch (error) {
      set({ status: "error", why: refusal(error) });
    }
  }

  /** Begin to write one: `words` of the box, or a kept reply to change. */
  const editReply = ({ words = "", was = null } = {}) =>
    set({ told: "", undo: null, editing: was ? { ...was, was } : { id: newId(), title: "", words, team: false, was: null } });
  const typeReply = (changes) => set({ editing: { ...held().editing, ...changes } });
  const dropReply = () => set({ editing: null });

  const keep = async ({ id, title, words, team }) => {
    const reply = await post(one(id), { title, words, team });
    set({ list: withReply(held().list, reply) });
    return reply;
  };
  const remove = async (id) => {
    await post(`${one(id)}delete/`).catch((error) => {
      // Gone already: that is what was asked for.
      if (error.code !== "reply.not_found") throw error;
    });
    set({ list: withoutReply(held().list, id) });
  };

  /** Keep what is being written; rejects with the server's refusal. Returns the reply. */
  async function saveReply() {
    const { was, ...written } = held().editing;
    const reply = await keep(written);
    const undo = { label: reply.title, back: was ?? { delete: reply.id } };
    set({ editing: null, undo, told: `${was ? "Changed" : "Saved"} "${reply.title}".` });
    return reply;
  }

  async function deleteReply(reply) {
    await asked(async () => {
      await remove(reply.id);
      set({ undo: { label: reply.title, back: reply }, told: `Deleted "${reply.title}".` });
    });
  }

  async function undoReply() {
    const { label, back } = held().undo;
    await asked(async () => {
      await (back.delete ? remove(back.delete) : keep(back));
      set({ undo: null, told: `Undone: "${label}" is as it was.` });
    });
  }

  const asked = (act) => act().catch((error) => set({ told: refusal(error) }));

  return { loadReplies, editReply, typeReply, dropReply, saveReply, deleteReply, undoReply };
}
