// A telephone's keyboard covers the page without telling it. The visible part is measured, so that
// the way out, the newest words and the box stay in sight.

const SHORT = 430;

/** Follow the visible part until the function given back is called. */
export function followKeyboard() {
  const view = window.visualViewport;
  const root = document.documentElement;
  if (!view) return () => {};
  const measure = () => {
    root.style.setProperty("--view-height", `${view.height}px`);
    root.style.setProperty("--view-top", `${view.offsetTop}px`);
    root.classList.toggle("is-short", view.height < SHORT);
  };
  view.addEventListener("resize", measure);
  view.addEventListener("scroll", measure);
  measure();
  return () => {
    view.removeEventListener("resize", measure);
    view.removeEventListener("scroll", measure);
    root.classList.remove("is-short");
    root.style.removeProperty("--view-height");
    root.style.removeProperty("--view-top");
  };
}
