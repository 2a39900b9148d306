import { byId } from "./dom.js";

/** Makes the lines between the panels movable, by pointer and by arrow keys. */
export function movableGutters(): void {
  const grid = byId("grid");
  gutter(byId("row-gutter"), "--split-rows", 15, 85, 58, (event) => {
    const top = byId("template-panel").getBoundingClientRect().top;
    const bottom = byId("payload-panel").getBoundingClientRect().bottom;
    return ((event.clientY - top) / (bottom - top)) * 100;
  });
  gutter(byId("column-gutter"), "--split-columns", 20, 80, 52, (event) => {
    const { left, width } = grid.getBoundingClientRect();
    return ((event.clientX - left) / width) * 100;
  });

  function gutter(
    el: HTMLElement,
    variable: string,
    least: number,
    most: number,
    start: number,
    share: (event: PointerEvent) => number,
  ): void {
    let value = start;
    const set = (next: number): void => {
      value = Math.round(Math.max(least, Math.min(most, next)) * 10) / 10;
      grid.style.setProperty(variable, `${value}fr`);
      grid.style.setProperty(`${variable}-rest`, `${100 - value}fr`);
      el.setAttribute("aria-valuenow", String(Math.round(value)));
    };
    set(start);
    el.addEventListener("pointerdown", (event) => {
      el.setPointerCapture(event.pointerId);
      event.preventDefault();
      el.focus();
    });
    el.addEventListener("pointermove", (event) => {
      if (el.hasPointerCapture(event.pointerId)) set(share(event));
    });
    el.addEventListener("dblclick", () => set(start));
    el.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -3, ArrowUp: -3, ArrowRight: 3, ArrowDown: 3 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      set(value + step);
    });
  }
}
