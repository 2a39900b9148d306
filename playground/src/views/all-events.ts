import { DRAWINGS, destinationOf, MappedText, type Printed } from "@itl/editor";
import type { App } from "../app.js";
import { brokenIn, type Goals, goTo } from "../components/message-panel.js";
import { h } from "../dom.js";

/** How much of a message a card shows. */
const MAX_TEXT = 20_000;

/** A card for each event with what the open template makes of it. */
export function allEvents(app: App, goals: Goals): HTMLElement {
  const { printed, work } = app.state;
  return h(
    "ul",
    { class: "event-cards", "data-printed": String(printed.length) },
    ...printed.map((one) => card(app, goals, one)),
    printed.length === 0 ? h("li", { class: "note" }, `${work.events.length} events are being rendered.`) : null,
  );
}

function card(app: App, goals: Goals, one: Printed): HTMLElement {
  const name = app.work.events[one.event]?.name ?? "event";
  const mapped = new MappedText(
    one.text.slice(0, MAX_TEXT),
    one.result.trace ?? [],
    brokenIn(app, one),
    app.state.preferences.invisibles,
  );
  const warnings = one.result.warnings.length;
  const errors = one.result.diagnostics.filter((d) => d.severity === "error").length;
  const words = one.payloadError
    ? "not valid JSON"
    : errors
      ? `${errors} ${errors === 1 ? "error" : "errors"}`
      : warnings
        ? `${warnings} ${warnings === 1 ? "warning" : "warnings"}`
        : "fine";
  const { id } = app.destination;
  const draw = DRAWINGS[id];
  const drawn = draw && ["slack", "teams", "webhook"].includes(id);
  const body = drawn
    ? draw({
        mapped,
        whole: one.text,
        warnings: one.result.warnings,
        messages: null,
        request: null,
        title: app.work.title,
        subject: null,
        choice: (name, otherwise) => (name === "slack-more" ? "more" : otherwise),
        choose: () => {},
        copy: () => {},
        provider: "openai",
        previous: null,
        note: () => undefined,
        checkAnswer: null,
        compare: () => undefined,
        onProvider: () => {},
      })
    : one.text === ""
      ? h("p", { class: "said" }, "The message is empty.")
      : h("pre", {}, mapped.nodes());
  const el = h(
    "li",
    { class: one.event === app.work.event ? "event-card current" : "event-card" },
    h(
      "div",
      { class: "event-card-head" },
      h(
        "button",
        { type: "button", class: "event-name", onclick: () => app.openEvent(one.event), title: "Open this event" },
        name,
      ),
      h("span", { class: `verdict small ${one.payloadError || errors ? "bad" : warnings ? "soft" : "good"}` }, words),
    ),
    h(
      "div",
      {
        class: `event-card-body ${drawn ? destinationOf(id).id : ""}`,
        tabindex: "0",
        role: "region",
        "aria-label": `Message of ${name}`,
      },
      body,
    ),
  );
  el.addEventListener("click", (event) => {
    const piece = (event.target as HTMLElement).closest<HTMLElement>("[data-piece]");
    const found = piece && mapped.pieces[Number(piece.dataset.piece)];
    if (found) goTo(app, goals, found);
  });
  return el;
}
