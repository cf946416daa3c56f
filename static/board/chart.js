// Three lines over the last two hours, drawn by uPlot; the same in numbers stands beside them.

import uPlot from "../vendor/uplot/uPlot.esm.js";
import { clock } from "../console/words.js";
import { html, useEffect, useRef } from "../console/view.js";

// Told apart by their dashes, too.
export const LINES = [
  { part: "waiting", label: "Waiting", dash: [] },
  { part: "talking", label: "Talking", dash: [8, 4] },
  { part: "available", label: "Handlers available", dash: [2, 3] },
];
const HEIGHT = 190;
const TABLE_EVERY_MINUTES = 10;
const TWO_HOURS = 2 * 60 * 60;

const colour = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

function options(place, width) {
  const ink = colour(place, "--ink-soft");
  const axis = { stroke: ink, grid: { stroke: colour(place, "--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  const strokes = { waiting: "--error-ink", talking: "--accent", available: "--ink-soft" };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_, least, most) => [most - TWO_HOURS, most || least] },
      y: { range: (_, least, most) => [0, Math.max(4, Math.ceil((most ?? 0) * 1.1))] },
    },
    axes: [
      { ...axis, size: 28, values: (_, at) => at.map((second) => clock(second * 1000)) },
      { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
    ],
    series: [
      {},
      ...LINES.map(({ part, label, dash }) => ({
        label, dash, stroke: colour(place, strokes[part]), width: 2, points: { show: false },
      })),
    ],
  };
}

const columns = (minutes) => [
  minutes.map(({ at }) => Date.parse(at) / 1000),
  ...LINES.map(({ part }) => minutes.map((minute) => minute[part])),
];

/** Draw anew when the width or the scheme changes; new minutes alone move the lines. */
function useLines(place, minutes) {
  const plot = useRef(null);
  useEffect(() => {
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(place.current, place.current.clientWidth), columns(minutes), place.current);
    };
    draw();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const size = new ResizeObserver(([{ contentRect }]) =>
      contentRect.width && plot.current.setSize({ width: contentRect.width, height: HEIGHT }));
    scheme.addEventListener("change", draw);
    size.observe(place.current);
    return () => {
      scheme.removeEventListener("change", draw);
      size.disconnect();
      plot.current.destroy();
      plot.current = null;
    };
  }, [minutes]);
}

function Lines({ minutes }) {
  const place = useRef();
  useLines(place, minutes);
  return html`<div class="chart" ref=${place} aria-hidden="true"></div>`;
}

export function Chart({ minutes }) {
  return html`
    <section class="board__chart" aria-labelledby="chart-title">
      <h2 id="chart-title">The last two hours</h2>
      ${minutes.length < 2
        ? html`<p class="empty-state">The lines begin after two minutes.</p>`
        : html`
          <p class="muted">Who waited, who talked and how many handlers were available, minute by minute.</p>
          <ul class="chart__key">
            ${LINES.map(({ part, label, dash }) => html`
              <li key=${part} class="chart--${part}">
                <svg viewBox="0 0 32 10" aria-hidden="true"><line x1="0" y1="5" x2="32" y2="5" stroke-dasharray=${dash.join(" ")} /></svg><span>${label}</span>
              </li>`)}
          </ul>
          <${Lines} minutes=${minutes} />
          <${Numbers} minutes=${minutes} />`}
    </section>`;
}

/** Every tenth minute, and the newest, newest first. */
export function rowsOf(minutes) {
  const newest = minutes.length - 1;
  return minutes.filter((_, place) => (newest - place) % TABLE_EVERY_MINUTES === 0).reverse();
}

function Numbers({ minutes }) {
  return html`
    <details>
      <summary>The same in numbers</summary>
      <div class="table-scroll"><table class="table">
        <caption class="visually-hidden">The last two hours, every ten minutes</caption>
        <thead><tr><th scope="col">At</th>${LINES.map(({ label }) => html`<th scope="col">${label}</th>`)}<th scope="col">Longest wait</th></tr></thead>
        <tbody>
          ${rowsOf(minutes).map((minute) => html`
            <tr key=${minute.at}>
              <th scope="row">${clock(minute.at)}</th>
              ${LINES.map(({ part }) => html`<td>${minute[part]}</td>`)}
              <td>${Math.floor(minute.longest_wait_seconds / 60)} min</td>
            </tr>`)}
        </tbody>
      </table></div>
    </details>`;
}
