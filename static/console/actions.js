// What a handler can do. Each act asks the server, then tells the store; refusals become words beside the act.

import { cueActs } from "./acts/judging-cues.js";
import { doubtActs } from "./acts/doubting.js";
import { givingActs } from "./acts/giving.js";
import { guidingActs } from "./acts/guiding.js";
import { judgingActs } from "./acts/judging.js";
import { practiceActs } from "./acts/practice.js";
import { recordingActs } from "./acts/recording.js";
import { replyActs } from "./acts/replies.js";
import * as api from "./api.js";
import { dangerActs } from "./acts/danger.js";
import { boundaryActs } from "./acts/boundaries.js";
import { offerActs } from "./acts/offers.js";
import { besideActs } from "./acts/beside.js";
import { signingOutActs } from "./acts/signing-out.js";
import { talkCardActs } from "./acts/talk-cards.js";
import { presenceActs } from "./acts/presence.js";
import { toWrapUp } from "./box.js";
import { keep } from "./kept.js";
import { applyLook } from "./look.js";
import { newId } from "./link.js";
import { placeOf } from "./marks.js";
import { refusal } from "./words.js";

const TYPING_STOPS = 4_000;
// Several messages at once are told as one number.
const READ_TOLD_AFTER = 300;

export function createActions(store, link) {
  const { dispatch } = store;
  const notice = (text, kind = "info") => dispatch({ type: "local.notice", text, kind });
  const failed = (error) => notice(refusal(error), "error");
  const current = () => store.state.contacts[store.state.selected];
  const details = (contact, changes) => dispatch({ type: "local.details", contact, details: changes });

  // -- Queue ---------------------------------------------------------------------------------
  const taking = new Set();
  /** Sent again after a cut it gives the same contact; pressed again before the answer, it would be a second one. */
  async function take(contact) {
    if (taking.has(contact)) return;
    taking.add(contact);
    const go = opening();
    try {
      const ack = await link.command({ type: "queue.take", ...(contact && { contact }) });
      go(ack.contact);
    } catch (error) {
      failed(error);
    } finally {
      taking.delete(contact);
    }
  }

  // -- Contacts ------------------------------------------------------------------------------
  function select(contact) {
    dispatch({ type: "local.select", contact });
    markRead();
    if (!store.state.details[contact]?.triage) loadDetails(contact);
  }

  /**
   * Call when an act begins; what it returns opens the contact once the answer is there. Whoever began to write or
   * went elsewhere meanwhile stays: the next key would land in somebody else's box.
   */
  function opening(open = select) {
    const { drafts, writing, selected } = store.state;
    return (contact) => {
      const now = store.state;
      const stayed = now.drafts === drafts && now.writing === writing && now.selected === selected;
      if (stayed || !now.selected || now.selected === contact) return open(contact);
      return notice("You have it now, among yours on the left. What you are writing stays open.");
    };
  }

  /** Count it as read, and tell the service a moment later, only while this window is really looked at. */
  function markRead() {
    const contact = current();
    if (!contact || document.hidden) return;
    dispatch({ type: "local.read", contact: contact.contact });
    tellRead(contact.contact);
  }

  const telling = new Map();
  function tellRead(contact) {
    const { readTo, read = 0 } = store.state.contacts[contact] ?? {};
    if (!(readTo > read) || telling.has(contact)) return;
    telling.set(contact, setTimeout(() => {
      telling.delete(contact);
      const held = store.state.contacts[contact];
      if (held?.readTo > (held?.read ?? 0)) link.tell({ type: "seen", contact, seq: held.readTo });
    }, READ_TOLD_AFTER));
  }

  async function loadDetails(contact) {
    details(contact, { status: "loading" });
    try {
      const { triage, instrument, level, signposts, guidance: first } = await api.loadContact(contact);
      details(contact, { status: "ready", triage, instrument, level, signposts, guidance: store.state.details[contact]?.guidance ?? first });
      guidance.loadGuidance(contact);
    } catch (error) {
      details(contact, { status: "error", why: refusal(error) });
    }
  }

  /** Where it left the desk before the answer came (another window gave it back), that is what was asked for. */
  const release = (contact) => {
    const done = () => dispatch({ type: "gone", contact, reason: "released" });
    return link.command({ type: "contact.release", contact }).then(done, (error) => (error.code === "contact.not_found" ? done() : failed(error)));
  };
  /** Wherever the focus was, it is the wrap-up's then: once what asked is closed, and on the heading until that is there. */
  const end = (contact) => {
    requestAnimationFrame(toWrapUp);
    return link.command({ type: "contact.end", contact }).catch(failed);
  };

  // -- Words ---------------------------------------------------------------------------------
  const typing = new Map();
  const tellTyping = (contact, on) => {
    if (typing.get(contact)?.on !== on) link.tell({ type: "typing", contact, on });
    clearTimeout(typing.get(contact)?.timer);
    const timer = on ? setTimeout(() => tellTyping(contact, false), TYPING_STOPS) : null;
    typing.set(contact, { on, timer });
  };

  function draft(contact, changes) {
    const old = store.state.drafts[contact] ?? { text: "", prompt: null };
    dispatch({ type: "local.draft", contact, draft: { ...old, ...changes } });
  }

  function write(contact, text) {
    draft(contact, text ? { text } : { text, prompt: null });
    tellTyping(contact, Boolean(text));
  }

  /** Send what is in the box; `agreed` marks it as what the two agreed. */
  function post(contact, { agreed = false } = {}) {
    const { text, prompt } = store.state.drafts[contact];
    draft(contact, { text: "", prompt: null });
    tellTyping(contact, false);
    send(contact, newId(), { body: text.trim(), ...(prompt?.node && { prompt: prompt.node }), ...(agreed && { agreed }) }, prompt?.because);
  }

  /** `because`: the marks that the prompt answers, if it was one of those that fit. */
  function send(contact, id, said, because) {
    dispatch({ type: "local.posting", contact, id, ...said, at: new Date().toISOString() });
    link.command({ type: "message.post", contact, id, ...said }).then(
      ({ seq, at }) => {
        dispatch({ type: "message", contact, seq, id, from: "handler", ...said, at });
        cueing.confirmBySending(contact, because);
      },
      (error) => dispatch({ type: "local.refused", contact, id, why: refusal(error) }),
    );
  }

  /** Put a refused message back into the box, before what has been written since. */
  function takeBack(contact, held) {
    const now = store.state.drafts[contact]?.text ?? "";
    draft(contact, { text: now ? `${held.body}\n\n${now}` : held.body });
    dispatch({ type: "local.dropped", contact, id: held.id });
  }

  /** Put a prompt into the box (it is never sent by itself); what stood there can be brought back. Pressed again it is there already. */
  function putPrompt(contact, { id, model, words, because }) {
    const before = store.state.drafts[contact]?.text ?? "";
    const there = placeOf(before, words);
    if (there >= 0) {
      draft(contact, { placed: { at: there, key: newId() } });
      return dispatch({ type: "local.show", pane: "talk" });
    }
    const text = before.trim() ? `${before.trimEnd()}\n\n${words}` : words;
    const placed = { at: text.length - words.length, key: newId() };
    draft(contact, { text, placed, prompt: { node: id, model, words, before, because } });
    dispatch({ type: "local.show", pane: "talk" });
    return id && cueing.taken(contact, id);
  }

  // -- Guidance ------------------------------------------------------------------------------
  const cueing = cueActs(store, link, { failed, loadGuidance: (contact) => guidance.loadGuidance(contact) });
  const guidance = guidingActs(store, { cueing });

  function set(settings) {
    dispatch({ type: "local.settings", settings });
    keep(store.state.settings);
    applyLook(store.state.settings);
  }

  const show = (shown) => dispatch({ type: "local.show", ...shown });
  const aboutContact = { select, markRead, loadDetails, release, end, write, post, takeBack, putPrompt, draft };
  const boundaries = boundaryActs(store, link, { putPrompt, notice });
  const recording = recordingActs(store, link);
  const giving = givingActs(store, link, recording);
  const danger = dangerActs(store, { notice, show, signpost: giving.signpost, loadGuidance: (contact) => guidance.loadGuidance(contact) });
  const offers = offerActs(store, link, { take, failed });
  return { ...presenceActs(store, link, { failed }), take, ...offers, ...aboutContact, ...guidance, ...boundaries, ...danger, ...besideActs(store, link, { notice, opening }), ...judgingActs(store), ...cueing, ...giving, ...talkCardActs(store, link), ...replyActs(store), ...practiceActs(store, link), ...recording, ...signingOutActs(store), ...doubtActs(store, link), set, show, notice, api };
}
