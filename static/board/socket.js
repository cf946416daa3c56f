// The board's socket: hello, pings, back-off. It knows nothing of what the events mean.

import { backOff } from "../console/link.js";

const PING_EVERY = 20_000;
const PONG_WITHIN = 10_000;
const SIGNED_OUT = new Set([4401, 4403]);

/**
 * Keep a socket open. `deliver(event)` takes every event but pong; `report({status})` tells "connecting",
 * "online", "offline" or "refused", after which nothing more is tried.
 */
export function keepOpen({ url, deliver, report }) {
  let failures = 0;
  let timers = {};
  // The process behind the line is about to end: another line is opened, and nobody need hear of it.
  let moving = false;
  const clear = () => Object.values(timers).forEach(clearTimeout);

  function open() {
    const socket = new WebSocket(url, "helpline.v1");
    const say = (type) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ type }));
    const ping = () => {
      say("ping");
      timers.pong = setTimeout(() => socket.close(), PONG_WITHIN);
    };
    socket.onopen = () => {
      say("hello");
      ping();
    };
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (event.type === "board") {
        failures = 0;
        report({ status: "online" });
      }
      if (event.type === "reconnect") {
        moving = true;
        timers.move = setTimeout(() => socket.close(), event.after_ms);
        return undefined;
      }
      if (event.type !== "pong") return deliver(event);
      clearTimeout(timers.pong);
      timers.ping = setTimeout(ping, PING_EVERY);
      return undefined;
    };
    socket.onclose = ({ code }) => {
      clear();
      timers = {};
      if (moving) {
        moving = false;
        return open();
      }
      if (SIGNED_OUT.has(code)) return report({ status: "refused" });
      failures += 1;
      report({ status: "offline" });
      timers.retry = setTimeout(open, backOff(failures));
      return undefined;
    };
  }

  report({ status: "connecting" });
  open();
}
