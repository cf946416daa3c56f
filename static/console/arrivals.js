// What comes from the server within one frame is taken together, so that the page is drawn once for it.

/**
 * Gives {take(event), flush()}: events are handed to `deliver` in the order they came, with the next frame, and at
 * once while nobody sees the page: no frame comes then, and the sound must not wait for one.
 */
export function gathered(deliver) {
  let waiting = [];
  const flush = () => {
    const all = waiting;
    waiting = [];
    for (const event of all) {
      try {
        deliver(event);
      } catch (error) {
        // One that cannot be shown must not take along those that came with it.
        reportError(error);
      }
    }
  };
  const take = (event) => {
    waiting.push(event);
    if (document.hidden) flush();
    else if (waiting.length === 1) requestAnimationFrame(flush);
  };
  // A frame that was asked for just before the page went out of sight does not come.
  document.addEventListener("visibilitychange", flush);
  return { take, flush };
}
