// The week as bars: drawn from the typed form, dragged by pointer or touch, moved by keys.

import { DAY, MOST, STEP, added, begun, clock, daysOn, ended, free, moved, overlap, parts, words } from "./spans.js";

const KEYS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -60, PageUp: 60 };
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function drawBars({ typed, tracks, tell, undoButton, removeButton }) {
  let undo = null;
  let chosen = null;
  let drag = null;

  const make = (name, className, parent, given = {}) => {
    const made = Object.assign(document.createElement(name), { className, ...given });
    parent.append(made);
    return made;
  };
  const place = (element, from, to) => {
    element.style.setProperty("--from", String(from / DAY));
    element.style.setProperty("--long", String((to - from) / DAY));
  };

  function draw(focus = null) {
    tracks.forEach((track) => track.replaceChildren());
    for (let day = 0; day < 7; day += 1) typed.read(day).forEach((span, index) => drawSpan(span, index));
    if (drag?.fresh && drag.span) place(make("div", "hours-bar hours-bar--new", tracks[drag.span.day]), drag.span.start, drag.span.end);
    if (focus) document.getElementById(focus)?.focus();
  }

  function drawSpan(span, index) {
    const clashes = typed.all().some((each) => !same(each, span) && overlap(each, span));
    const drawn = parts(span);
    drawn.forEach(([row, from, to, tail], part) => {
      const kind = `hours-bar${tail ? " hours-bar--tail" : ""}${clashes ? " hours-bar--clash" : ""}`;
      const bar = make("div", kind, tracks[row]);
      place(bar, from, to);
      bar.addEventListener("pointerdown", (event) => begin(event, span, index, "move"));
      const last = part === drawn.length - 1;
      if (!tail) handle(bar, span, index, "start");
      make("span", "hours-bar__words", bar, { textContent: tail ? `to ${clock(span.end)}` : `${clock(span.start)}–${clock(span.end, { end: true })}` });
      if (!tail) {
        const away = make("button", "hours-bar__remove", bar, { type: "button", textContent: "×", title: "Remove" });
        away.setAttribute("aria-label", `Remove ${words(NAMES, span)}`);
        away.addEventListener("pointerdown", (event) => event.stopPropagation());
        away.addEventListener("click", () => remove(span.day, index));
      }
      if (last) handle(bar, span, index, "end");
    });
  }

  function handle(bar, span, index, which) {
    const knob = make("span", `hours-knob hours-knob--${which}`, bar, { id: `knob-${span.day}-${index}-${which}`, tabIndex: 0 });
    const [low, high] = which === "start" ? [0, DAY - STEP] : [span.start + STEP, span.start + DAY];
    const attributes = { role: "slider", "aria-label": `${NAMES[span.day]}, ${which === "start" ? "opens" : "closes"}`, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": span[which], "aria-valuetext": clock(span[which], { end: which === "end" }) + (span[which] > DAY ? " the next day" : "") };
    for (const [name, value] of Object.entries(attributes)) knob.setAttribute(name, String(value));
    knob.addEventListener("pointerdown", (event) => begin(event, span, index, which));
    knob.addEventListener("focus", () => choose(span, index));
    knob.addEventListener("keydown", (event) => pressed(event, span, index, which));
  }

  /** Offer to remove the span that was pressed or focused; the button names it. */
  function choose(span, index) {
    chosen = span && { day: span.day, index };
    removeButton.hidden = !span;
    if (span) removeButton.textContent = `Remove ${words(NAMES, span)}`;
  }

  removeButton.addEventListener("click", () => chosen && remove(chosen.day, chosen.index));

  const same = (one, other) => one.day === other.day && one.start === other.start && one.end === other.end;

  function put(day, index, span) {
    const spans = typed.read(day);
    spans[index] = span;
    typed.write(day, spans);
  }

  function pressed(event, span, index, which) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(span.day, index);
    }
    const by = KEYS[event.key];
    if (!by) return;
    event.preventDefault();
    const changed = which === "start" ? begun(span, span.start + by) : ended(span, span.end + by);
    put(span.day, index, changed);
    const now = typed.read(span.day).findIndex((each) => same(each, changed));
    draw(`knob-${span.day}-${now}-${which}`);
  }

  function remove(day, index) {
    const before = typed.read(day);
    const gone = before[index];
    typed.write(day, before.filter((_, each) => each !== index));
    choose(null);
    offerUndo(day, before, `${words(NAMES, gone)} is removed. Nothing is saved yet.`);
    draw();
    undoButton.focus();
  }

  function offerUndo(day, before, said) {
    undo = () => typed.write(day, before);
    undoButton.hidden = false;
    tell(said);
  }

  undoButton.addEventListener("click", () => {
    undo?.();
    undo = null;
    undoButton.hidden = true;
    tell("It is back.");
    draw();
    document.querySelector(".hours-knob")?.focus();
  });

  function add(span) {
    const before = typed.read(span.day);
    if (!typed.whole(span.day)) return tell(`Finish the times typed for ${NAMES[span.day]} first.`);
    if (before.length >= MOST) return tell(`${NAMES[span.day]} has its two times already. Change or remove one.`);
    if (typed.all().some((each) => overlap(each, span))) return tell(`${words(NAMES, span)} would overlap other hours. Nothing was added.`);
    typed.write(span.day, [...before, span]);
    offerUndo(span.day, before, `${words(NAMES, span)} is added. Nothing is saved yet.`);
    return draw();
  }

  function addFree(day) {
    const span = free(day, typed.all());
    if (span) add(span);
    else tell(`${NAMES[day]} has no free hour.`);
  }

  /** The minute under the pointer, and the row it is on: below the last row is one more. */
  function under(event) {
    const boxes = tracks.map((track) => track.getBoundingClientRect());
    const { left, width } = boxes[0];
    const row = boxes.findIndex((box) => event.clientY < box.bottom);
    return { row: row === -1 ? 7 : row, minute: ((event.clientX - left) / width) * DAY };
  }

  function begin(event, span, index, which) {
    if (event.button !== 0 || drag) return;
    event.preventDefault();
    event.stopPropagation();
    if (!typed.whole(span.day)) return void tell(`Finish the times typed for ${NAMES[span.day]} first.`);
    choose(span, index);
    tracks[span.day].setPointerCapture(event.pointerId);
    drag = { span, first: span, index, which, from: under(event).minute, before: typed.read(span.day), pointer: event.pointerId };
    listen();
  }

  function beginNew(event, day) {
    if (event.button !== 0 || drag) return;
    choose(null);
    tracks[day].setPointerCapture(event.pointerId);
    drag = { fresh: true, day, from: under(event).minute, span: null, pointer: event.pointerId };
    listen();
  }

  function listen() {
    addEventListener("pointermove", follow);
    addEventListener("pointerup", finish);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape);
  }

  function stop() {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", finish);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape);
    const was = drag;
    drag = null;
    return was;
  }

  function follow(event) {
    if (event.pointerId !== drag.pointer) return;
    const { row, minute } = under(event);
    if (drag.fresh) drag.span = added(drag.day, drag.from, minute);
    else if (drag.which === "move") drag.span = moved(drag.first, minute - drag.from);
    else if (drag.which === "start") drag.span = begun(drag.first, minute);
    else drag.span = ended(drag.first, minute + daysOn(drag.first, row) * DAY);
    // The order of a day's spans may change under way: always from what stood there when it began.
    if (!drag.fresh) typed.write(drag.first.day, drag.before.map((each, index) => (index === drag.index ? drag.span : each)));
    if (drag.span) tell(words(NAMES, drag.span));
    draw();
  }

  function finish(event) {
    if (event.pointerId !== drag.pointer) return;
    const was = stop();
    if (was.fresh && was.span) add(was.span);
    else if (!was.fresh) choose(was.span, typed.read(was.span.day).findIndex((each) => same(each, was.span)));
    // Pressed and not moved: what it offers stands below the week, which may be out of sight.
    if (!was.fresh && same(was.span, was.first)) removeButton.scrollIntoView({ block: "nearest" });
    if (!was.fresh && !same(was.span, was.first)) offerUndo(was.first.day, was.before, `${words(NAMES, was.span)}. Nothing is saved yet.`);
    draw();
  }

  function cancel() {
    const was = stop();
    if (!was.fresh) typed.write(was.first.day, was.before);
    tell("");
    draw();
  }

  const escape = (event) => event.key === "Escape" && cancel();

  tracks.forEach((track, day) => track.addEventListener("pointerdown", (event) => beginNew(event, day)));
  draw();
  return { draw, addFree };
}
