import { h } from "../dom.js";

/** A row of buttons of which one is pressed. */
export const segmented = (
  label: string,
  values: readonly string[],
  chosen: string,
  choose: (value: string) => void,
): HTMLElement =>
  h(
    "div",
    { class: "segmented", role: "group", "aria-label": label },
    ...values.map((value) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(value === chosen),
          "data-choice": value,
          onclick: () => choose(value),
        },
        value === "html" ? "HTML" : value[0]!.toUpperCase() + value.slice(1),
      ),
    ),
  );
