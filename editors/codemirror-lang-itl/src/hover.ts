import type { Extension } from "@codemirror/state";
import { EditorView, type Tooltip, hoverTooltip } from "@codemirror/view";
import type { EngineConfig, EngineHover } from "./engine.js";
import { scanTags } from "./scan.js";

/** Shows what the engine knows about the thing under the pointer: type, value in the sample, help. */
export function itlHover(config: EngineConfig): Extension {
  return [
    hoverTooltip(async (view, pos): Promise<Tooltip | null> => {
      if (!config.hover) return null;
      const source = view.state.doc.toString();
      if (!scanTags(source, config.dialect).some((tag) => pos >= tag.from && pos <= tag.to)) return null;
      const found = await config.hover(source, pos);
      if (!found) return null;
      return {
        pos: Math.min(found.span.start, view.state.doc.length),
        end: Math.min(found.span.end, view.state.doc.length),
        above: true,
        create: () => ({ dom: hoverDom(found) }),
      };
    }),
    theme,
  ];
}

/** The content of a hover, for hosts that show it elsewhere. */
export function hoverDom(found: EngineHover): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-itl-hover";
  const add = (tag: string, className: string, text: string): void => {
    const el = dom.appendChild(document.createElement(tag));
    el.className = className;
    el.textContent = text;
  };
  add("div", "cm-itl-hover-title", found.title);
  if (found.value !== null)
    add("pre", "cm-itl-hover-value", found.value.length > 400 ? `${found.value.slice(0, 400)}…` : found.value);
  if (found.text) add("div", "cm-itl-hover-text", found.text);
  return dom;
}

const theme = EditorView.baseTheme({
  ".cm-itl-hover": { padding: "6px 9px", maxWidth: "32em", fontSize: ".92em" },
  ".cm-itl-hover-title": { fontFamily: "monospace", fontWeight: "600" },
  ".cm-itl-hover-value": {
    margin: "4px 0 0",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    maxHeight: "10em",
    overflow: "auto",
  },
  ".cm-itl-hover-text": { marginTop: "4px", whiteSpace: "pre-wrap" },
});
