import { MappedText, type Printed } from "@itl/editor";
import type { App } from "../app.js";
import { brokenIn, type Goals, goTo } from "../components/message-panel.js";
import { h } from "../dom.js";
import { keyWarnings } from "../key-warnings.js";
import { freeName } from "../workspace.js";

/** The alert key of each event: which events become one alert, and what would part them. */
export function keyView(app: App, goals: Goals): HTMLElement {
  const { printed, work } = app.state;
  const doc = app.keyDoc;
  const own = printed.filter((one) => one.doc === doc);
  const groups = new Map<string, Printed[]>();
  for (const one of own) groups.set(one.text, [...(groups.get(one.text) ?? []), one]);
  const name = (one: Printed): string => work.events[one.event]?.name ?? "event";
  const source = work.docs[doc]!.text;
  const warnings = keyWarnings(own, source, name);
  const isKey = /key|dedup|fingerprint/i.test(work.docs[doc]!.name);
  return h(
    "div",
    { class: "key-view" },
    h(
      "p",
      { class: "note" },
      isKey ? "The key is what " : "No template is called a key; this is what ",
      h("b", {}, work.docs[doc]!.name),
      " prints. Events with the same key are one alert: a later one updates it, and a recovery closes it.",
    ),
    groups.size > 1 && own.length > 1
      ? h("p", { class: "verdict soft" }, `${own.length} events, ${groups.size} alerts`)
      : own.length > 1
        ? h("p", { class: "verdict good" }, `All ${own.length} events are one alert`)
        : h(
            "p",
            { class: "note" },
            "With a second event, such as the recovery, you see whether both have the same key.",
          ),
    warnings.length > 0
      ? h(
          "ul",
          { class: "key-warnings" },
          ...warnings.map(({ words, tag, partial }) =>
            h(
              "li",
              { class: "problem warning" },
              h(
                "button",
                {
                  type: "button",
                  class: "problem-text",
                  onclick: () => tag && goTo(app, goals, { partial, tag }, doc),
                },
                h("span", { class: "badge" }, "Warning"),
                h(
                  "span",
                  { class: "what" },
                  ...words.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h("code", {}, part) : part)),
                ),
              ),
            ),
          ),
        )
      : own.length > 0
        ? h("p", { class: "fine" }, "✓ Nothing in the key changes from event to event by itself.")
        : null,
    h(
      "ul",
      { class: "key-groups" },
      ...[...groups.values()].map((group) => {
        const [first] = group as [Printed, ...Printed[]];
        const mapped = new MappedText(first.text, first.result.trace ?? [], brokenIn(app, first), true);
        const el = h(
          "li",
          { class: "key-group" },
          h(
            "code",
            { class: "key-text", "data-key": first.text },
            first.text === "" ? h("i", {}, "empty") : mapped.nodes(),
          ),
          h("span", { class: "note" }, `${[...first.text].length} characters`),
          h(
            "div",
            { class: "chips" },
            ...group.map((one) =>
              h("button", { type: "button", class: "chip", onclick: () => app.openEvent(one.event) }, name(one)),
            ),
          ),
        );
        el.addEventListener("click", (event) => {
          const piece = (event.target as HTMLElement).closest<HTMLElement>("[data-piece]");
          const found = piece && mapped.pieces[Number(piece.dataset.piece)];
          if (found) goTo(app, goals, found, doc);
        });
        return el;
      }),
    ),
    own.length > 1
      ? h(
          "button",
          {
            type: "button",
            class: "button small",
            id: "keep-key",
            onclick: () => {
              const names = work.tests.map((test) => test.name);
              app.edit({
                tests: [
                  ...work.tests,
                  {
                    name: freeName("one alert for all events", names),
                    doc: work.docs[doc]!.name,
                    events: work.events.map((event) => event.name),
                    kind: "sameKey",
                    text: "",
                  },
                ],
              });
              app.toast("A test keeps the key the same for all of these events.", "Show", () => app.setView("tests"));
            },
          },
          "Keep as a test: same key",
        )
      : null,
  );
}
