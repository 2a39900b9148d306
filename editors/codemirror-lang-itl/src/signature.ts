import { syntaxTree } from "@codemirror/language";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, type Tooltip, ViewPlugin, type ViewUpdate, showTooltip } from "@codemirror/view";
import type { EngineConfig, EngineFunction } from "./engine.js";

/** The call whose arguments hold `pos`, and which of them. */
export function callAt(state: EditorState, pos: number): { name: string; argument: number; from: number } | null {
  const tree = syntaxTree(state);
  const tag = tree.resolveInner(pos, -1);
  let node: typeof tag | null = tag;
  while (
    node &&
    node.name !== "Tag" &&
    node.name !== "OpenTag" &&
    node.name !== "CloseTag" &&
    node.name !== "UnclosedTag"
  )
    node = node.parent;
  if (!node) return null;
  let name: { text: string; from: number } | null = null;
  let open: { text: string; from: number } | null = null;
  let argument = 0;
  for (let child = node.firstChild; child && child.from < pos; child = child.nextSibling) {
    const text = state.sliceDoc(child.from, child.to);
    if (child.name === "FunctionName") name = { text, from: child.from };
    else if (child.name === "Paren" && text === "(") {
      open = name;
      argument = 0;
    } else if (child.name === "Paren" && child.to <= pos) open = null;
    else if (child.name === "Comma") argument++;
  }
  return open && { name: open.text, argument, from: open.from };
}

const setFunctions = StateEffect.define<ReadonlyMap<string, EngineFunction>>();

/** Shows the signature of the call at the cursor, with the parameter that is being written. */
export function itlSignatureHelp(config: EngineConfig): Extension {
  const known = StateField.define<ReadonlyMap<string, EngineFunction>>({
    create: () => new Map(),
    update: (value, tr) => tr.effects.reduce((v, e) => (e.is(setFunctions) ? e.value : v), value),
  });
  const tooltip = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, tr) {
      if (!tr.docChanged && !tr.selection && !tr.effects.length) return value;
      const { main } = tr.state.selection;
      const call = main.empty ? callAt(tr.state, main.head) : null;
      const fn = call && tr.state.field(known).get(call.name);
      if (!call || !fn) return null;
      return { pos: call.from, above: true, create: () => ({ dom: signatureDom(fn, call.argument) }) };
    },
    provide: (f) => showTooltip.from(f),
  });
  const loader = ViewPlugin.fromClass(
    class {
      private asked = false;

      constructor(view: EditorView) {
        this.load(view);
      }

      update(update: ViewUpdate): void {
        if (update.focusChanged) this.load(update.view);
      }

      private load(view: EditorView): void {
        if (this.asked || !config.functions) return;
        this.asked = true;
        void Promise.resolve()
          .then(() => config.functions!())
          .then(
            (list) => {
              const map = new Map<string, EngineFunction>();
              for (const fn of list) for (const name of [fn.name, ...fn.aliases]) map.set(name, fn);
              view.dispatch({ effects: setFunctions.of(map) });
            },
            () => {
              this.asked = false;
            },
          );
      }
    },
  );
  return [known, tooltip, loader, theme];
}

function signatureDom(fn: EngineFunction, argument: number): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-itl-signature";
  const code = dom.appendChild(document.createElement("code"));
  code.append(`${fn.name}(`);
  fn.params.forEach((param, i) => {
    if (i > 0) code.append(", ");
    const el = code.appendChild(document.createElement(i === argument ? "b" : "span"));
    el.textContent = param.name + (param.default === null ? "" : "?");
  });
  code.append(")");
  const doc = dom.appendChild(document.createElement("div"));
  doc.textContent = fn.doc;
  const example = fn.examples[0];
  if (example) {
    const line = dom.appendChild(document.createElement("div"));
    line.className = "cm-itl-signature-example";
    line.textContent = `${example.value || "nothing"} . ${example.call} → ${example.output}`;
  }
  return dom;
}

const theme = EditorView.baseTheme({
  ".cm-itl-signature": { padding: "4px 9px", maxWidth: "34em", fontSize: ".9em" },
  ".cm-itl-signature b": { textDecoration: "underline" },
  ".cm-itl-signature-example": { opacity: ".75", fontFamily: "monospace", overflowWrap: "anywhere" },
});
