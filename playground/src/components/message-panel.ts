import { type IsBroken, loadDrawings, Preview, type Rendered } from "@itl/editor";
import type { App, View } from "../app.js";
import { byId, h } from "../dom.js";
import type { Lights } from "./template-panel.js";
import { copy } from "./toast.js";

/** What the preview needs of the template's editor. */
export interface Goals {
  light: (span: { from: number; to: number } | null) => void;
  select: (from: number, to: number) => void;
}

const VIEWS: readonly [View, string][] = [
  ["message", "Message"],
  ["all", "All events"],
  ["key", "Alert key"],
  ["alert", "Alert"],
  ["tests", "Tests"],
];

/** The message panel: the message as its reader sees it, and the other views of the same work. */
export function messagePanel(app: App, goals: () => Goals): Lights {
  const preview = new Preview(
    {
      canvas: byId("preview"),
      bar: byId("destinations"),
      select: byId<HTMLSelectElement>("destination-select"),
      hint: byId("hint"),
      shown: byId<HTMLButtonElement>("view-shown"),
      sent: byId<HTMLButtonElement>("view-sent"),
    },
    {
      onDestination(id) {
        app.store.update({ provider: preview.provider, previous: preview.previous });
        app.setDestination(id);
      },
      onPoint(piece) {
        const here = piece && piece.partial === app.nameInRender(app.activeDoc);
        goals().light(here ? { from: piece.tag.start, to: piece.tag.end } : null);
      },
      onStep(piece) {
        clearTimeout(announcing);
        const { start, end } = piece.tag;
        say(`${preview.text.slice(piece.from, piece.to)}: from ${app.sourceOf(piece.partial).slice(start, end)}`);
      },
      onChoose: (piece) => goTo(app, goals(), piece),
      onCopy: (text, done) => void copy(text, done),
      onAnswer: async (answer, schema) => (await import("../answers.js")).checkAnswer(answer, schema),
    },
  );

  let announcing: ReturnType<typeof setTimeout> | undefined;
  const say = (words: string): void => {
    byId("status").textContent = words;
  };
  function announce(rendered: Rendered): void {
    const { result } = rendered;
    const length = [...result.text].length;
    const count = (n: number, one: string): string => (n === 0 ? "" : ` · ${n} ${one}${n === 1 ? "" : "s"}`);
    const errors = result.diagnostics.filter((d) => d.severity === "error").length;
    const cut = result.text !== rendered.whole ? " · cut to fit" : "";
    const words = `${length.toLocaleString("en")} ${length === 1 ? "character" : "characters"}${count(errors, "error")}${count(result.warnings.length, "warning")}${cut}`;
    byId("status").dataset.took = rendered.took.toFixed(2);
    // A live region that speaks at each key would drown the keys.
    clearTimeout(announcing);
    announcing = setTimeout(() => say(words), 400);
  }

  /** A mail and a push have a subject: what the template of that name prints. */
  function subject(): void {
    if (!["email", "push"].includes(app.destination.id)) return;
    const { docs, event, main } = app.work;
    const index = docs.findIndex(
      (doc, i) => i !== main && !doc.partial && /^(subject|summary|title|headline)/i.test(doc.name),
    );
    if (index < 0) return preview.setSubject(null);
    const setting = { ...app.setting(), escape: "none" as const };
    app.engine.call("renderMany", { ...setting, pairs: [[index, event]], trace: false }, "subject").then(
      ([one]) => preview.setSubject(one?.text ?? null),
      () => {},
    );
  }

  app.store.on(
    (s) => s.rendered,
    (rendered) => {
      if (!rendered) return;
      preview.show(rendered, app.work.title, brokenIn(app, rendered));
      announce(rendered);
      subject();
      const box = byId("refused");
      box.hidden = !rendered.refused;
      if (rendered.refused) {
        const n = [...rendered.result.diagnostics, ...rendered.result.warnings].length;
        box.replaceChildren(
          h("b", {}, "Strict: this message is not sent. "),
          `${n} ${n === 1 ? "problem stands" : "problems stand"} in the way; below is what a lenient render prints.`,
        );
      }
    },
  );
  app.store.on(
    (s) => s.failed,
    (failed) => {
      if (failed === null) return;
      preview.say(failed, failed.startsWith("The engine") ? () => location.reload() : () => void app.render());
      say(failed.split(/[.:]/)[0]!);
    },
  );
  const drawDestination = (): void => preview.setDestination(app.destination.id, app.work.dialect);
  app.store.on(
    (s) => `${s.id} ${s.work.main} ${s.work.docs[s.work.main]?.destination} ${s.work.destination} ${s.work.dialect}`,
    drawDestination,
  );
  app.store.on(
    (s) => s.preferences.invisibles,
    (on) => preview.setInvisibles(on),
  );
  preview.setInvisibles(app.state.preferences.invisibles);
  drawDestination();

  byId("copy").addEventListener("click", () => {
    const { rendered } = app.state;
    const body = app.destination.id === "provider" && rendered?.request?.body;
    void copy(
      body ? JSON.stringify(body, null, 2) : preview.text,
      body ? "The request's JSON is on the clipboard." : "The message is on the clipboard.",
    );
  });

  views(app, goals);
  void app.started.then(() => loadDrawings().catch(() => {}));

  return {
    light(from, to, scroll) {
      const name = app.nameInRender(app.activeDoc);
      preview.light(
        (piece) =>
          piece.partial === name &&
          piece.tag.start <= to &&
          piece.tag.end >= from &&
          (from === to || (piece.tag.start >= from && piece.tag.end <= to)),
        scroll,
      );
    },
    dark: () => preview.light(null),
    wroteAt(from) {
      const name = app.nameInRender(app.activeDoc);
      const pieces = preview.pieces.filter(
        (piece) => !piece.broken && piece.partial === name && piece.tag.start === from,
      );
      const [first] = pieces;
      if (!first) return null;
      const text = preview.text.slice(first.from, first.to);
      return `Writes “${text.length > 200 ? `${text.slice(0, 200)}…` : text}”${pieces.length > 1 ? ` first, then ${pieces.length - 1} more` : ""}`;
    },
  };
}

/** Opens the document of a piece and selects its tag. */
export function goTo(
  app: App,
  goals: Goals,
  piece: { partial: string | null; tag: { start: number; end: number } },
  doc = app.work.main,
): void {
  const index = piece.partial === null ? doc : app.work.docs.findIndex((one) => one.name === piece.partial);
  if (index < 0) return;
  if (index !== app.work.active) app.openDoc(index);
  goals.select(piece.tag.start, piece.tag.end);
}

/** Finds the broken tags of a render: their own source stands in the message. */
export function brokenIn(app: App, { result }: Pick<Rendered, "result">): IsBroken {
  const errors = result.diagnostics.filter((d) => d.severity === "error");
  if (errors.length === 0) return () => false;
  // The closing tag of a broken opening is broken without an error of its own.
  return ({ tag, partial }, wrote) =>
    errors.some((d) => d.partial === partial && d.span.start < tag.end && d.span.end > tag.start) ||
    (wrote.startsWith("{{") && app.sourceOf(partial).slice(tag.start, tag.end) === wrote);
}

/** The row of views, and the panels that belong to them. */
function views(app: App, goals: () => Goals): void {
  const bar = byId("views");
  const draw = (): void => {
    const { view, tests, work } = app.state;
    bar.replaceChildren(
      ...VIEWS.map(([id, label]) =>
        h(
          "button",
          { type: "button", "data-view": id, "aria-pressed": String(id === view), onclick: () => app.setView(id) },
          label,
          id === "all" && work.events.length > 1 ? h("span", { class: "count" }, String(work.events.length)) : null,
          id === "tests" && tests.length > 0
            ? h(
                "span",
                { class: tests.every((t) => t.ok) ? "count good" : "count bad" },
                `${tests.filter((t) => t.ok).length}/${tests.length}`,
              )
            : null,
        ),
      ),
    );
    byId("message-view").hidden = view !== "message";
    byId("other-view").hidden = view === "message";
  };
  app.store.on((s) => `${s.view} ${s.work.events.length} ${s.tests.map((t) => Number(t.ok)).join("")}`, draw);
  const panel = byId("other-view");
  const drawView = async (): Promise<void> => {
    const { view } = app.state;
    if (view === "message") return panel.replaceChildren();
    // Not needed for the first message, and so fetched when one is opened.
    const views = await import("../views/index.js");
    if (app.state.view !== view) return;
    const content = views[view](app, goals());
    const { scrollTop } = panel;
    panel.replaceChildren(content);
    panel.scrollTop = scrollTop;
  };
  app.store.on(
    (s) => s.view,
    () => void drawView(),
  );
  app.store.on(
    (s) => s.printed,
    () => app.state.view !== "tests" && void drawView(),
  );
  app.store.on(
    (s) => s.tests,
    () => app.state.view === "tests" && !panel.contains(document.activeElement) && void drawView(),
  );
  app.store.on(
    (s) => s.work.tests.length,
    () => app.state.view === "tests" && void drawView(),
  );
  draw();
}
