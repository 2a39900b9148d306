import { h } from "../dom.js";

export const dialogHead = (id: string, title: string, dialog: HTMLDialogElement): HTMLElement =>
  h(
    "div",
    { class: "dialog-head" },
    h("h2", { id }, title),
    h("button", { class: "button icon", type: "button", "aria-label": "Close", onclick: () => dialog.close() }, "×"),
  );
