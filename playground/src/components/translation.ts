import { diffNodes, type TemplateEditor } from "@itl/editor";
import type { App } from "../app.js";
import { byId, h } from "../dom.js";

/** Longer texts are hardly templates. */
const MAX_TRANSLATED = 50_000;

/** What pasted text of another language looks like, apart from what the engine says. */
const FOREIGN =
  /\{%|\{\{-|\{\{~|\{\{\s*(?:range|if|with|end|else)\b|\{\{#(?:if|each|unless|with)\b|\{\{[^}]*\|[^}]*\}\}|\{\{\s*\.[A-Z$]|<%|\$\{|\{#/;

/**
 * Looks at a pasted text: where the engine can mend all of what it finds, the mended text is offered
 * as a difference.
 */
export async function offerTranslation(app: App, editor: TemplateEditor, from: number, to: number): Promise<void> {
  const banner = byId("translation");
  banner.hidden = true;
  if (to - from > MAX_TRANSLATED) return;
  const source = editor.view.state.sliceDoc(from, to);
  const { work } = app;
  const setting = app.setting(work.active);
  const found = await app.engine
    .call("translate", { ...setting, source, event: work.event }, "translate")
    .catch(() => null);
  if (!found || found.text === source || editor.view.state.sliceDoc(from, to) !== source) return;
  const hide = (): void => {
    banner.hidden = true;
    editor.view.focus();
  };
  banner.replaceChildren(
    h(
      "p",
      {},
      h(
        "b",
        {},
        FOREIGN.test(source)
          ? "This looks like another template language. "
          : "What was pasted has mistakes that can be mended. ",
      ),
      `Translated, with ${found.applied} ${found.applied === 1 ? "change" : "changes"}:`,
    ),
    diffNodes(source, found.text),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", class: "button small", onclick: hide }, "Keep as pasted"),
      h(
        "button",
        {
          type: "button",
          class: "button small primary",
          onclick: () => {
            editor.change([{ from, to, insert: found.text }]);
            hide();
          },
        },
        "Use the translation",
      ),
    ),
  );
  banner.hidden = false;
  // The banner speaks of this very text; another key makes it pointless.
  const stop = app.store.on(
    (s) => s.work.docs,
    () => {
      if (editor.view.state.sliceDoc(from, to) === source) return;
      banner.hidden = true;
      stop();
    },
  );
}
