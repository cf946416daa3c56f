// The bars of the week: what dragging does to hours, and that typing and dragging are the same. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { drawBars } from "/static/hours/bars.js";
import { DAY, added, begun, clock, daysOn, ended, fieldsOf, free, minutes, moved, overlap, parts, spanOf, words } from "/static/hours/spans.js";
import { typedWeek } from "/static/hours/typed.js";

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const office = { day: 0, start: 540, end: 1020 };
const night = { day: 4, start: 1320, end: 1800 };

/** Every span that can be dragged on a day, from 15 minutes to 24 hours; each third, to be quick. */
function* everySpan(day) {
  for (let start = 0; start < DAY; start += 45) for (let end = start + 15; end <= start + DAY; end += 45) yield { day, start, end };
}

function form() {
  const made = document.createElement("form");
  const field = (name, type) => made.append(Object.assign(document.createElement("input"), { name, type }));
  for (let day = 0; day < 7; day += 1) {
    field(`d${day}_all_day`, "checkbox");
    for (const slot of ["a", "b"]) {
      field(`d${day}_${slot}_start`, "text");
      field(`d${day}_${slot}_end`, "text");
      field(`d${day}_${slot}_overnight`, "checkbox");
    }
  }
  return made;
}

const sent = (made) => [...new FormData(made)].filter(([, value]) => value !== "").map((pair) => pair.join("="));

tell({
  "times are read as the service reads them, and nothing else is"() {
    equal(["9", "9:30", "09.30", "5pm", "12am", "24:00", " 7 am "].map(minutes), [540, 570, 570, 1020, 0, 1440, 420]);
    equal(["", "24:15", "9:75", "13pm", "soon", "-1", "9:5"].map(minutes), Array(7).fill(null));
    equal([clock(545), clock(1440, { end: true }), clock(1440), clock(1800)], ["09:05", "24:00", "00:00", "06:00"]);
  },
  "every span that can be dragged says the same in typed fields"() {
    for (const span of everySpan(3)) equal(spanOf(3, fieldsOf(span)), span);
  },
  "typed fields that do not fit yet are no span"() {
    const typed = (start, end, overnight = false) => spanOf(0, { start, end, overnight });
    equal([typed("", ""), typed("9", ""), typed("17:00", "9:00"), typed("9:00", "17:00", true), typed("24:00", "24:00"), typed("9", "9")], Array(6).fill(null));
    equal([typed("18:00", "00:00"), typed("9", "9", true)], [{ day: 0, start: 1080, end: 1440 }, { day: 0, start: 540, end: 1980 }]);
  },
  "a drag over an empty part adds hours in steps of 15 minutes, either way and never less"() {
    equal([added(2, 541, 1019), added(2, 1019, 541)], Array(2).fill({ day: 2, start: 540, end: 1020 }));
    equal([added(2, 540, 545), added(2, -30, 20), added(2, 1400, 2000)], [null, { day: 2, start: 0, end: 15 }, { day: 2, start: 1395, end: 1440 }]);
  },
  "a bar that is moved keeps its length and its day"() {
    equal([moved(office, 52), moved(office, -700), moved(office, 2000)], [{ day: 0, start: 585, end: 1065 }, { day: 0, start: 0, end: 480 }, { day: 0, start: 1425, end: 1905 }]);
  },
  "an end that is dragged stays after its start, and at most a day after it"() {
    equal([begun(office, 100), begun(office, 1200), begun(office, -5)].map(({ start }) => start), [105, 1005, 0]);
    equal([ended(office, 100), ended(office, 1440 + 360), ended(office, 5000)].map(({ end }) => end), [555, 1800, 1980]);
    equal([begun(night, 0), begun(night, 1500)].map(({ start }) => start), [360, 1425]);
  },
  "an end is dragged to the next day by going to its row, from Sunday to Monday too"() {
    equal([0, 1, 2, 6].map((row) => daysOn(office, row)), [0, 1, 1, 0]);
    equal([6, 0, 7, 5].map((row) => daysOn({ day: 6 }, row)), [0, 1, 1, 0]);
  },
  "a night is drawn on both its days"() {
    equal([parts(office), parts({ ...night, day: 6 })], [[[0, 540, 1020, false]], [[6, 1320, 1440, false], [0, 0, 360, true]]]);
    equal([words(NAMES, office), words(NAMES, night), words(NAMES, { day: 0, start: 0, end: DAY })], ["Monday 09:00 to 17:00", "Friday 22:00 to 06:00 the next day", "Monday 00:00 to 24:00"]);
  },
  "hours overlap over midnight and over the end of the week, and touching is none"() {
    const monday = { day: 0, start: 300, end: 500 };
    equal([overlap(night, { day: 5, start: 300, end: 500 }), overlap({ ...night, day: 6 }, monday), overlap(monday, { ...night, day: 6 })], [true, true, true]);
    equal([overlap(office, { day: 0, start: 1020, end: 1080 }), overlap(office, { ...office, day: 1 })], [false, false]);
  },
  "added by a button, a day gets its usual hours, else a free one, else none"() {
    const busy = { day: 0, start: 0, end: 1000 };
    equal([free(0, []), free(0, [busy]), free(0, [{ day: 0, start: 0, end: DAY }])], [office, { day: 0, start: 1020, end: 1080 }, null]);
  },
  "what is dragged and what is typed send the same form"() {
    const [dragged, typed] = [form(), form()];
    const week = typedWeek(dragged);
    week.write(0, [{ day: 0, start: 780, end: 1020 }, { day: 0, start: 540, end: 720 }]);
    week.write(1, [{ day: 1, start: 0, end: DAY }]);
    week.write(4, [night]);
    const fill = { d0_a_start: "09:00", d0_a_end: "12:00", d0_b_start: "13:00", d0_b_end: "17:00", d4_a_start: "22:00", d4_a_end: "06:00" };
    for (const [name, value] of Object.entries(fill)) typed.elements.namedItem(name).value = value;
    for (const name of ["d1_all_day", "d4_a_overnight"]) typed.elements.namedItem(name).checked = true;
    equal(sent(dragged), sent(typed));
    equal(typedWeek(typed).all(), week.all());
    week.write(0, []);
    equal(week.read(0), []);
  },
  "a bar that is pressed brings Remove into sight, and one that is dragged does not"() {
    const make = (name) => { const made = document.createElement(name); document.body.append(made); return made; };
    const tracks = NAMES.map(() => Object.assign(make("div"), { setPointerCapture() {} }));
    const [undoButton, removeButton] = [make("button"), make("button")];
    const shown = [];
    removeButton.scrollIntoView = ({ block }) => shown.push(block);
    const week = typedWeek(form());
    week.write(0, [office]);
    drawBars({ typed: week, tracks, tell() {}, undoButton, removeButton });
    const { left, width, top } = tracks[0].getBoundingClientRect();
    const at = (type, minute) => new PointerEvent(type, { bubbles: true, pointerId: 7, button: 0, clientX: left + (minute / DAY) * width, clientY: top });
    const drag = (to) => {
      tracks[0].querySelector(".hours-bar").dispatchEvent(at("pointerdown", 600));
      if (to) window.dispatchEvent(at("pointermove", to));
      window.dispatchEvent(at("pointerup", to ?? 600));
    };
    drag(720);
    equal([shown, removeButton.hidden], [[], false]);
    drag();
    equal([shown, removeButton.textContent], [["nearest"], "Remove Monday 11:00 to 19:00"]);
    [...tracks, undoButton, removeButton].forEach((each) => each.remove());
  },
  "times half typed are left alone: such a day is not whole"() {
    const made = form();
    const week = typedWeek(made);
    week.write(2, [{ ...office, day: 2 }]);
    equal(week.whole(2), true);
    made.elements.namedItem("d2_b_start").value = "19";
    equal([week.whole(2), week.read(2)], [false, [{ ...office, day: 2 }]]);
  },
});
