import { h } from "../dom.js";

/** How much of a channel's room is used. */
export const bar = (length: number, limit: number, unit: string, cut: boolean): HTMLElement => {
  const over = length > limit;
  const share = Math.min(100, (length / limit) * 100);
  const words = over
    ? `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} ${unit}: ${(length - limit).toLocaleString("en")} too many${cut ? ", cut" : ""}`
    : `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} ${unit}`;
  const fill = h("span", { class: "fill" });
  fill.style.inlineSize = `${share}%`;
  return h(
    "div",
    { class: over ? "budget over" : share > 85 ? "budget near" : "budget" },
    h(
      "span",
      {
        class: "track",
        role: "meter",
        "aria-label": "Room used",
        "aria-valuemin": "0",
        "aria-valuemax": String(limit),
        "aria-valuenow": String(Math.min(length, limit)),
        "aria-valuetext": words,
      },
      fill,
    ),
    h("span", { class: "words" }, words),
  );
};

export const chars = (text: string): number => [...text].length;
