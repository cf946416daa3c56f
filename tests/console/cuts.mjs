// What a cut in the line must not lose or double: holes in a talk, and commands whose answer did not come.

import { equal, tell } from "/tests/console/harness.mjs";
import { createActions } from "/static/console/actions.js";
import { healing, positions } from "/static/console/gaps.js";
import { Link } from "/static/console/link.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const at = "2026-11-21T10:00:00+00:00";
const held = { state: "talking", seq: 0, read: 0, level: null, caller: "online", answers: {} };
const OWN = { type: "welcome", contact: A, wrap_up: false, ...held };
const FOLLOWED = { type: "following", contact: B, handler: "ben", joined: false, joined_at: at, taken_at: at, ...held };
const message = (contact, seq) => ({ type: "message", contact, seq, id: `id-${seq}`, from: "caller", body: `words ${seq}`, at });

/** A console that holds one own and one followed talk; `asks` are the positions it asks from. */
function desk() {
  const store = createStore(reduce, INITIAL);
  for (const event of [OWN, FOLLOWED]) store.dispatch(event);
  const asks = [];
  const heal = healing(store, () => asks.push(positions(store.state)));
  const takes = (...events) => {
    for (const event of events) {
      store.dispatch(event);
      heal(event);
    }
  };
  return { store, asks, takes };
}

/** A socket of the page's own that a rule opens, answers and cuts. */
class Socket {
  static OPEN = 1;
  static all = [];
  constructor() {
    this.sent = [];
    this.readyState = 0;
    Socket.all.push(this);
  }
  send(frame) {
    this.sent.push(JSON.parse(frame));
  }
  opens() {
    this.readyState = Socket.OPEN;
    this.onopen();
    return this;
  }
  says(event) {
    this.onmessage({ data: JSON.stringify(event) });
  }
  close() {
    this.readyState = 3;
  }
  asked(type) {
    return this.sent.filter((frame) => frame.type === type);
  }
}

/** A link over such sockets; `cut()` loses the line and opens the next one. */
function linked(store = createStore(reduce, INITIAL), report = () => {}) {
  window.WebSocket = Socket;
  Socket.all = [];
  const link = new Link({ url: "ws://here/", after: () => ({}), deliver: store.dispatch, report, settled() {} });
  link.open();
  Socket.all[0].opens();
  const cut = () => {
    Socket.all.at(-1).onclose({ code: 1006 });
    link.reopen();
    return Socket.all.at(-1).opens();
  };
  return { link, cut, socket: () => Socket.all.at(-1) };
}

const turn = () => new Promise((done) => setTimeout(done));

const rules = {
  "a hole in an own talk and one in a followed talk are asked for from where they begin, once each"() {
    for (const contact of [A, B]) {
      const { asks, takes, store } = desk();
      takes(message(contact, 1), message(contact, 3), message(contact, 4));
      equal(asks.map((asked) => [asked[contact], asked[contact === A ? B : A]]), [[1, 0]]);
      const talk = store.state.contacts[contact] ?? store.state.followed[contact];
      // What does not come at the second time either is lived with, and the next hole is asked for again.
      equal([talk.known, talk.items.map(({ seq }) => seq)], [4, [1, 3, 4]]);
      takes(message(contact, 6));
      equal(asks.length, 2);
    }
  },
  "what fills the hole stands in its place and nothing more is asked for"() {
    const { asks, takes, store } = desk();
    takes(message(B, 1), message(B, 3));
    takes(FOLLOWED, message(B, 2), message(B, 3));
    equal([asks.length, store.state.followed[B].known], [1, 3]);
    equal(store.state.followed[B].items.map(({ seq }) => seq), [1, 2, 3]);
  },
  "words of a talk that is not here ask for nothing"() {
    const { asks, takes } = desk();
    takes(message("33333333-3333-4333-8333-333333333333", 7));
    equal(asks, []);
  },
  async "taking is sent again after a cut under the same id, and its one answer opens the contact"() {
    const store = createStore(reduce, INITIAL);
    const { link, cut, socket } = linked(store);
    const actions = createActions(store, link);
    const first = actions.take();
    // Pressed again while no answer has come.
    const second = actions.take();
    const [before] = [socket().asked("queue.take")];
    const after = cut().asked("queue.take");
    equal([before.length, after], [1, before]);
    socket().says({ type: "ack", id: before[0].id, contact: A });
    await Promise.all([first, second]);
    equal(store.state.selected, A);
    actions.take();
    equal(socket().asked("queue.take").length, 2);
  },
  async "asked to move, the console opens another line, says nothing of it and sends what was not answered"() {
    const told = [];
    const { link, socket } = linked(undefined, ({ status, moving }) => told.push([status, Boolean(moving)]));
    socket().says({ type: "pong" });
    link.command({ type: "message.post", contact: A, body: "I am here" });
    const [before] = socket().asked("message.post");
    const first = socket();
    first.says({ type: "reconnect", after_ms: 0 });
    await turn();
    await turn();
    equal([Socket.all.length, first.readyState], [2, 3]);
    const after = socket().opens().asked("message.post");
    socket().says({ type: "pong" });
    equal([after.map(({ id }) => id), told], [[before.id], [["connecting", false], ["online", false], ["online", true], ["online", false]]]);
  },
  async "what waits for an answer and is kept in no outbox is answered before the console moves"() {
    const { link, socket } = linked();
    const answer = link.command({ type: "presence.set", available: true, capacity: 2 });
    const [asked] = socket().asked("presence.set");
    socket().says({ type: "reconnect", after_ms: 0 });
    await turn();
    await turn();
    equal(Socket.all.length, 1);
    socket().says({ type: "ack", id: asked.id });
    equal((await answer).type, "ack");
    link.stop();
  },
  async "a line that went before the console had moved is replaced without a word, and a move that fails is told"() {
    const told = [];
    const { socket, link } = linked(undefined, ({ status, moving }) => told.push([status, Boolean(moving)]));
    socket().says({ type: "reconnect", after_ms: 1 });
    socket().onclose({ code: 4503 });
    await new Promise((done) => setTimeout(done, 5));
    equal([Socket.all.length, told], [2, [["connecting", false], ["online", true]]]);
    socket().onclose({ code: 1006 });
    equal(told.at(-1), ["offline", false]);
    link.stop();
  },
  async "who is signed out leaves nothing behind that a later socket would send"() {
    const { link, cut, socket } = linked();
    link.command({ type: "queue.take" });
    link.command({ type: "note.add", contact: A, body: "he is calm" });
    equal(socket().asked("queue.take").length, 1);
    link.outbox.clear();
    cut();
    await turn();
    equal(socket().sent.map(({ type }) => type), ["hello", "ping"]);
  },
};

tell(rules);
