import { diffCount, diffNodes } from "@itl/editor";
import type { App } from "../app.js";
import { byId, h } from "../dom.js";
import type { Snapshot } from "../storage.js";
import { emptyWorkspace, type Workspace } from "../workspace.js";
import { dialogHead } from "./dialog.js";

const ago = (time: number): string => {
  const minutes = Math.round((Date.now() - time) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 60 * 24) return `${Math.round(minutes / 60)} h ago`;
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
};

/** The parts of a work as texts, for the difference of two. */
function parts(work: Workspace): Map<string, string> {
  return new Map([
    ...work.docs.map((doc) => [doc.name, doc.text] as const),
    ...work.events.map((event) => [`event ${event.name}`, event.text] as const),
  ]);
}

/** What differs between two works, part by part. */
function differences(before: Workspace, after: Workspace): { name: string; before: string; after: string }[] {
  const [a, b] = [parts(before), parts(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((name) => ({ name, before: a.get(name) ?? "", after: b.get(name) ?? "" }))
    .filter((part) => part.before !== part.after);
}

/** The dialog of works and of the history of the open one. */
export async function openWorks(app: App): Promise<void> {
  const dialog = byId<HTMLDialogElement>("works-dialog");
  await app.saveNow();
  const [works, snapshots] = await Promise.all([app.library.works(), app.library.snapshots(app.state.id)]);
  const rename = h("input", {
    type: "text",
    value: app.work.title,
    "aria-label": "Name of this work",
    maxLength: 200,
    onchange: () => app.edit({ title: rename.value.trim() || "Untitled" }),
  });
  const list = h(
    "ul",
    { class: "works" },
    ...works.map((kept) =>
      h(
        "li",
        { class: kept.id === app.state.id ? "work current" : "work" },
        h(
          "button",
          {
            type: "button",
            class: "work-open",
            "aria-current": kept.id === app.state.id ? "true" : undefined,
            onclick: () => {
              dialog.close();
              void app.switchTo(kept.id);
            },
          },
          h("b", {}, kept.title),
          h(
            "span",
            { class: "note" },
            `${kept.work.docs.length} ${kept.work.docs.length === 1 ? "template" : "templates"} · ${ago(kept.updated)}`,
          ),
        ),
        h(
          "button",
          {
            type: "button",
            class: "button small danger",
            "aria-label": `Delete ${kept.title}`,
            onclick: () => {
              dialog.close();
              void app.removeWork(kept.id);
            },
          },
          "Delete",
        ),
      ),
    ),
  );
  dialog.replaceChildren(
    dialogHead("works-heading", "Works and history", dialog),
    h(
      "div",
      { class: "dialog-body" },
      h(
        "p",
        { class: "note" },
        "Everything stays in this browser. An example, a link or a file is opened as a work of its own.",
      ),
      h(
        "div",
        { class: "row" },
        h("label", { class: "field" }, h("span", {}, "This work"), rename),
        h(
          "button",
          {
            type: "button",
            class: "button small",
            id: "new-work",
            onclick: () => {
              dialog.close();
              void app.add(emptyWorkspace(), "A new work.");
            },
          },
          "New work",
        ),
      ),
      list,
      h("h3", { class: "part" }, "History of this work"),
      snapshots.length === 0
        ? h(
            "p",
            { class: "note" },
            "Snapshots are taken when you pause, and before anything is taken away. There is none yet.",
          )
        : h("ul", { class: "history" }, ...snapshots.map((one) => row(app, dialog, one))),
    ),
  );
  dialog.showModal();
}

function row(app: App, dialog: HTMLDialogElement, snapshot: Snapshot): HTMLElement {
  const changed = differences(snapshot.work, app.work);
  const words =
    changed.length === 0
      ? "as now"
      : changed
          .map((part) => `${part.name} ${diffCount(part.before, part.after)}`)
          .slice(0, 3)
          .join(" · ");
  const details = h(
    "details",
    {},
    h(
      "summary",
      {},
      h("b", {}, ago(snapshot.time)),
      ` ${snapshot.reason} `,
      h("span", { class: "note" }, `${words}${changed.length > 3 ? ` · and ${changed.length - 3} more` : ""}`),
    ),
  );
  // A difference of large texts is only made for those who look at it.
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(
        ...changed.map((part) => h("div", {}, h("h4", {}, part.name), diffNodes(part.before, part.after))),
      );
    }
  });
  return h(
    "li",
    {},
    details,
    h(
      "button",
      {
        type: "button",
        class: "button small restore",
        onclick: () => {
          dialog.close();
          void app.restore(snapshot);
        },
      },
      "Restore",
    ),
  );
}
