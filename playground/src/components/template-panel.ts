import { mergeProblems, mergeSamples, type Problem, ProblemList, TemplateEditor } from "@itl/editor";
import { allFixes, scanTags, suggestionFor, toEditorDiagnostics } from "codemirror-lang-itl";
import type { Diagnostic, Json } from "itl-wasm";
import type { App } from "../app.js";
import { byId, debounce } from "../dom.js";
import { dialogHead } from "./dialog.js";
import { drawTabs } from "./tab-list.js";
import { toast } from "./toast.js";

/** How long the writing rests before a new mistake is shown: half a tag is no mistake yet. */
const SETTLE = 700;

/** What the preview does for the editor. */
export interface Lights {
  /** Lights up what the tags in a stretch of the open document wrote. */
  light: (from: number, to: number, scroll: boolean) => void;
  dark: () => void;
  /** What the tag that begins at an offset of the open document wrote, in words. */
  wroteAt: (from: number) => string | null;
}

/** The template panel: tabs, editor, problems, and the dialog that inserts values. */
export function templatePanel(app: App, lights: Lights): TemplateEditor {
  const { engine } = app;
  const host = byId("template-editor");
  const quiet = <T>(promise: Promise<T>): Promise<T | null> => promise.catch(() => null);
  const asked = (offset: number) => ({ ...app.setting(app.work.active), event: app.work.event, offset });

  let pointed = "";
  const lightAtCursor = (): void => {
    if (!editor.view.hasFocus) return lights.dark();
    lights.light(editor.cursor, editor.cursor, true);
  };

  const editor = new TemplateEditor({
    parent: host,
    invisibles: app.state.preferences.invisibles,
    engine: {
      complete: (_source, offset) => quiet(engine.call("complete", asked(offset), "complete")),
      hover: async (source, offset) => {
        const found = await quiet(engine.call("hover", asked(offset), "hover"));
        const tag = scanTags(source, app.work.dialect).find((t) => offset >= t.from && offset <= t.to);
        const wrote = tag && lights.wroteAt(tag.from);
        if (found) return wrote ? { ...found, text: [found.text, wrote].filter(Boolean).join("\n") } : found;
        return tag && wrote ? { span: { start: tag.from, end: tag.to }, title: wrote, text: null, value: null } : null;
      },
      functions: () => engine.call("functions", null),
    },
    onChange(text) {
      typed = performance.now();
      settle();
      app.setText(text);
      if (app.activeDoc.name !== app.mainDoc.name) app.check();
    },
    onCursor() {
      lightAtCursor();
    },
    onPoint(at) {
      const tag =
        at === null ? undefined : scanTags(app.activeDoc.text, app.work.dialect).find((t) => at >= t.from && at < t.to);
      const key = tag ? `${tag.from}-${tag.to}` : "";
      if (key === pointed) return;
      pointed = key;
      if (tag) lights.light(tag.from, tag.to, false);
      else lightAtCursor();
    },
    onFormat: () => void format(),
    onPaste: (from, to) =>
      void import("./translation.js").then(({ offerTranslation }) => offerTranslation(app, editor, from, to)),
  });

  // -------------------------------------------------------------- problems

  let typed = 0;
  /** What is shown already; it goes when it is mended, and comes only when the writing rests. */
  let shown = new Set<string>();
  const settle = debounce(SETTLE, () => showProblems());
  const keyOf = (d: Diagnostic): string => `${d.code} ${d.message}`;

  const problems = new ProblemList(byId("problems"), {
    go: (d) => editor.select(d.span.start, d.span.end),
    canFix: (d) => suggestionFor(app.activeDoc.text, d, app.work.dialect) !== null,
    fix(d) {
      void fresh().then((all) => {
        const same = all.filter((one) => one.code === d.code && one.message === d.message);
        const meant = same.find((one) => one.span.start === d.span.start) ?? same[0];
        const found = meant && suggestionFor(app.activeDoc.text, meant, app.work.dialect);
        if (!found) return;
        typed = 0;
        editor.change([{ from: found.span.start, to: found.span.end, insert: found.replacement }]);
      });
    },
    fixAll() {
      void fresh().then((all) => {
        typed = 0;
        editor.change(allFixes(app.activeDoc.text, all, app.work.dialect));
      });
    },
    explain: (code) => quiet(engine.call("explain", { code })),
  });

  /** The findings for the text as it is now: what the list shows may be of the text before the last key. */
  async function fresh(): Promise<Diagnostic[]> {
    const { text } = app.activeDoc;
    const found = await quiet(engine.call("check", { ...app.setting(app.work.active), event: app.work.event }));
    return found && app.activeDoc.text === text ? found.filter((d) => d.partial === null) : [];
  }

  function current(): Problem[] {
    const { rendered, checked, missing, work } = app.state;
    const name = app.nameInRender(app.activeDoc);
    const own = rendered
      ? [...rendered.result.diagnostics, ...rendered.result.warnings]
          .filter((d) => d.partial === name)
          .map((d) => ({ ...d, partial: null }))
      : [];
    const found: Problem[] = mergeProblems(
      checked.filter((d) => d.partial === null),
      own.filter((d) => !d.code.startsWith("E06")),
    );
    if (work.events.length < 2) return found;
    const all = work.events.length;
    for (const { diagnostic, events } of missing) {
      if (diagnostic.partial !== null && diagnostic.partial !== app.activeDoc.name) continue;
      const names = events
        .map((i) => work.events[i]?.name)
        .filter(Boolean)
        .slice(0, 3)
        .join(", ");
      const note = `missing in ${events.length} of ${all} events${events.length < all ? `: ${names}${events.length > 3 ? ", …" : ""}` : ""}`;
      const { start, end } = diagnostic.span;
      const known = found.find((d) => /^W0(301|507)$/.test(d.code) && d.span.start < end && d.span.end > start);
      if (known) known.note = note;
      else if (diagnostic.code === "W0301") found.push({ ...diagnostic, partial: null, note });
    }
    return found.sort((a, b) => a.span.start - b.span.start);
  }

  function showProblems(): void {
    const all = current();
    const rests = performance.now() - typed >= SETTLE || !editor.view.hasFocus;
    const visible = rests ? all : all.filter((d) => shown.has(keyOf(d)));
    shown = new Set(visible.map(keyOf));
    const text = app.activeDoc.text;
    const tags = scanTags(text, app.work.dialect);
    const spans = visible
      .filter((d) => d.severity === "error")
      .map(
        (d) =>
          tags.find((t) => t.from <= d.span.start && t.to >= d.span.end && d.span.end > d.span.start) ?? {
            from: d.span.start,
            to: d.span.end,
          },
      );
    editor.mark(
      toEditorDiagnostics(visible, editor.view.state.doc.toString(), app.work.dialect),
      spans.filter((s) => s.to <= text.length),
    );
    const broken =
      app.state.rendered?.result.warnings.some((d) => d.code.startsWith("E06")) || app.state.rendered?.payloadError;
    // While a mistake may only be half a tag, nothing is said, neither good nor bad.
    problems.show(visible, all.length > 0 || broken ? null : "No problems");
  }
  app.store.on((s) => s.checked, showProblems);
  app.store.on((s) => s.missing, showProblems);
  app.store.on((s) => s.rendered, showProblems);

  // -------------------------------------------------------------- tabs

  const draw = (): void => {
    const { docs, active } = app.work;
    drawTabs(
      byId("tabs"),
      host,
      "tab",
      docs.map((doc, i) => ({
        name: doc.partial ? `> ${doc.name.replace(/^partials\//, "")}` : doc.name,
        class: doc.partial ? "partial" : "",
        title: i === active ? "Again to rename" : doc.partial ? `Partial: {{> ${doc.name} }}` : doc.name,
      })),
      active,
      {
        onOpen(i, focus) {
          app.openDoc(i);
          if (focus) editor.view.focus();
        },
        onEdit: (i) => void edit(i),
      },
    );
  };
  app.store.on(
    (s) => `${s.id} ${s.work.active} ${s.work.docs.map((doc) => `${doc.partial} ${doc.name}`).join("\n")}`,
    draw,
  );

  async function edit(index: number | null): Promise<void> {
    const { docs } = app.work;
    const doc = index === null ? null : docs[index]!;
    const taken = docs.filter((other) => other !== doc).map((other) => other.name);
    const { askDoc } = await import("../dialogs.js");
    const answer = await askDoc(doc, taken, docs.length > 1);
    if (answer === "delete" && index !== null) app.removeDoc(index);
    else if (answer !== null && answer !== "delete") {
      app.saveDoc(index, answer);
      if (index === null) editor.view.focus();
    }
  }

  let openId = app.state.id;
  const show = (): void => {
    if (openId !== app.state.id) editor.reset();
    openId = app.state.id;
    typed = 0;
    shown = new Set();
    editor.open(app.activeDoc, app.work.dialect);
    draw();
    showProblems();
  };
  app.store.on((s) => `${s.id} ${s.work.active} ${s.work.docs[s.work.active]?.name} ${s.work.dialect}`, show);
  // A text that came otherwise than through the editor, such as from a snapshot.
  app.store.on(
    (s) => s.work.docs[s.work.active]?.text,
    (text) => {
      if (text !== undefined && text !== editor.view.state.doc.toString()) editor.replace(text);
    },
  );

  // -------------------------------------------------------------- buttons

  async function format(): Promise<void> {
    const doc = app.activeDoc;
    const result = await quiet(engine.call("format", app.setting(app.work.active)));
    if (doc !== app.activeDoc) return;
    if (!result?.ok) return toast("Mend the errors first; then it can be formatted.");
    if (result.text === doc.text) return toast("It is in canonical form already.");
    editor.replace(result.text);
    toast("Formatted.");
  }

  /** Fetched when the page rests; what is typed right after the key must find the dialog there. */
  let insertion: typeof import("@itl/editor/insert") | null = null;
  const loadInsertion = async (): Promise<typeof import("@itl/editor/insert")> => {
    insertion ??= await import("@itl/editor/insert");
    return insertion;
  };
  setTimeout(() => void loadInsertion().catch(() => {}), 500);

  async function openInsert(): Promise<void> {
    const values = app.work.events.flatMap((event) => {
      try {
        return [JSON.parse(event.text) as Json];
      } catch {
        return [];
      }
    });
    if (values.length === 0) return toast("The event is not valid JSON; mend it first.");
    const dialog = byId<HTMLDialogElement>("insert-dialog");
    const body = document.createElement("div");
    body.className = "dialog-body";
    const at = editor.cursor;
    const { insertTree } = insertion ?? (await loadInsertion());
    insertTree(body, {
      payload: mergeSamples(values),
      open: editor.openSections(),
      target: app.work.target,
      choose: (text, cursor) => editor.insert(text, cursor),
      print: (expression) =>
        engine.call("probe", { ...asked(at), expression }).then(
          (all) => all.join("\n"),
          () => "",
        ),
      close: () => dialog.close(),
    });
    dialog.replaceChildren(dialogHead("insert-heading", "Insert data", dialog), body);
    dialog.showModal();
  }
  byId("insert").addEventListener("click", () => void openInsert());
  byId("format").addEventListener("click", () => void format());
  byId("add-doc").addEventListener("click", () => void edit(null));
  addEventListener("keydown", (event) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === "k" &&
      !document.querySelector("dialog[open]")
    ) {
      event.preventDefault();
      void openInsert();
    }
  });
  app.store.on(
    (s) => s.preferences.invisibles,
    (on) => editor.showInvisibles(on),
  );

  show();
  return editor;
}
