import { mergeSamples, TemplateEditor } from "@itl/editor";
import { scanTags } from "codemirror-lang-itl";
import type { Json } from "itl-wasm";
import type { App } from "../app.js";
import { byId } from "../dom.js";
import { dialogHead } from "./dialog.js";
import { drawTabs } from "./tab-list.js";
import type { TemplateProblems } from "./template-problems.js";
import { toast } from "./toast.js";

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
    start: app.started,
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
      problems?.typed();
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

  // The check comes after the message, and what shows its findings with it.
  let problems: TemplateProblems | null = null;
  void app.started.then(async () => {
    const { TemplateProblems } = await import("./template-problems.js");
    problems = new TemplateProblems(app, editor, byId("problems"));
    problems.reset();
  });

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
    editor.open(app.activeDoc, app.work.dialect);
    draw();
    problems?.reset();
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
  void app.started.then(() => {
    loadInsertion().catch(() => {});
    import("../dialogs.js").catch(() => {});
  });

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
