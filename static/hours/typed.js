// The typed form of the week, read and written as spans. It is what is saved; the bars only show it.

import { fieldsOf, isAllDay, spanOf } from "./spans.js";

const SLOTS = ["a", "b"];

/** The typed form: `spans()` of what stands there, `write(day, spans)`, `whole()` when every time can be read. */
export function typedWeek(form) {
  const field = (name) => form.elements.namedItem(name);
  const fields = (day, slot) => ["start", "end", "overnight"].map((part) => field(`d${day}_${slot}_${part}`));

  function read(day) {
    const found = field(`d${day}_all_day`).checked ? [{ day, start: 0, end: 1440 }] : [];
    for (const slot of SLOTS) {
      const [start, end, overnight] = fields(day, slot);
      const span = spanOf(day, { start: start.value, end: end.value, overnight: overnight.checked });
      if (span) found.push(span);
    }
    return found;
  }

  /** Whether a day's fields hold nothing that the bars do not show, such as a time half typed. */
  function whole(day) {
    const typed = SLOTS.filter((slot) => fields(day, slot).some((each) => (each.type === "checkbox" ? each.checked : each.value.trim())));
    return read(day).length === typed.length + (field(`d${day}_all_day`).checked ? 1 : 0);
  }

  function write(day, spans) {
    const ordered = [...spans].sort((one, other) => one.start - other.start);
    const allDay = ordered.length === 1 && isAllDay(ordered[0]);
    field(`d${day}_all_day`).checked = allDay;
    SLOTS.forEach((slot, index) => {
      const span = allDay ? undefined : ordered[index];
      const { start, end, overnight } = span ? fieldsOf(span) : { start: "", end: "", overnight: false };
      const [from, to, night] = fields(day, slot);
      [from.value, to.value, night.checked] = [start, end, overnight];
    });
  }

  return { read, write, whole, all: () => [0, 1, 2, 3, 4, 5, 6].flatMap(read) };
}
