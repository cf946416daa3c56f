// The proof of work before a contact: a worker tries numbers while the caller reads and answers.

import { data, h, t } from "./page.js";
import { answerOf } from "./service.js";

const WORKER = "/static/vendor/altcha-worker.js";
// The service takes a proof for 20 minutes.
const FRESH = 15 * 60_000;
let policy;
let held = null;

/** Begin to work, so that the proof is there when the caller has answered. */
export function prepareProof() {
  if (!data.challenge_url || (held && performance.now() - held.since < FRESH)) return;
  const mine = { since: performance.now(), made: make() };
  held = mine;
  // What failed is made anew when it is needed, and told then.
  mine.made.then(({ error }) => {
    if (error && held === mine) held = null;
  });
}

/** Call `send(proof)` and return its answer; a proof that is refused is made anew once, without a word. */
export async function withProof(send) {
  const answer = await attempt(send);
  return answer.error?.code === "proof.invalid" ? attempt(send) : answer;
}

async function attempt(send) {
  if (!data.challenge_url) return send("");
  prepareProof();
  const { made } = held;
  // Good for one start alone.
  held = null;
  const { error, proof } = await made;
  return error ? { error } : send(proof);
}

async function make() {
  const given = await answerOf(data.challenge_url);
  if (given.error) return given;
  try {
    const { algorithm, challenge, salt, signature } = given;
    const number = await solve(given);
    return { proof: btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })) };
  } catch {
    return { error: { code: "proof.invalid" } };
  }
}

function solve(given) {
  // Without TLS a browser has no such thing, and the worker would wait for ever.
  if (!crypto.subtle) throw new Error("no crypto.subtle");
  return inWorker(given).catch(() => onPage(given));
}

async function inWorker({ algorithm, challenge, salt, maxNumber }) {
  const worker = new Worker(address());
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data: found }) => (found ? resolve(found.number) : reject());
      worker.postMessage({ type: "work", payload: { algorithm, challenge, salt }, max: maxNumber });
    });
  } finally {
    worker.terminate();
  }
}

/** The worker's address; under Trusted Types by the one policy, which knows no other. */
function address() {
  policy ??= globalThis.trustedTypes?.createPolicy("helpline", { createScriptURL: () => WORKER });
  return policy ? policy.createScriptURL(WORKER) : WORKER;
}

/** The same work without a worker: slower, but the page stays awake between two tries. */
async function onPage({ algorithm, challenge, salt, maxNumber }) {
  for (let number = 0; number <= maxNumber; number += 1) {
    const hash = await crypto.subtle.digest(algorithm, new TextEncoder().encode(salt + number));
    if (hex(hash) === challenge) return number;
  }
  throw new Error("no such number");
}

const hex = (hash) => Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A form that leads to the page without JavaScript, with what was answered: for a browser in which the check fails. */
export function plainWay(answers) {
  const yesNo = { true: "yes", false: "no" };
  const fields = { ...answers, step: "start", lang: data.lang, consent: "yes" };
  return h(
    "form",
    // Out of a frame as well: these pages let nobody frame them.
    { method: "post", action: "/chat/plain", target: "_top" },
    Object.entries(fields).map(([name, value]) =>
      value === null ? null : h("input", { type: "hidden", name, value: yesNo[value] ?? value }),
    ),
    h("button", { class: "button" }, t("proof_plain")),
  );
}
