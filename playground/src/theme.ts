import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

// Colours come from the page's own variables, so that light and dark are one theme.
const look = EditorView.theme({
  "&": { height: "100%", fontSize: "var(--code-size)", backgroundColor: "transparent", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "none", paddingInlineStart: "4px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-activeLine": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionMatch": { backgroundColor: "var(--match)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--match)", color: "inherit" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--error)" },
  ".cm-foldPlaceholder": { background: "var(--chip)", border: "none", color: "var(--muted)", padding: "0 6px" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--border)", borderRadius: "8px", boxShadow: "var(--shadow)", overflow: "hidden" },
  // What a function does stands beside the list, outside of its box.
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { borderRadius: "7px", fontFamily: "var(--mono)", maxHeight: "15em", fontSize: "13px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", display: "flex", gap: "8px", alignItems: "baseline" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginInlineStart: "auto", paddingInlineStart: "16px", maxWidth: "22em", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: "8px 10px", maxWidth: "320px", fontFamily: "var(--sans)", fontSize: "13px" },
  // Where there is no room beside the list, below it: never over what can be chosen.
  ".cm-completionInfo-left-narrow, .cm-completionInfo-right-narrow": { top: "calc(100% + 4px) !important", bottom: "auto !important", left: "0 !important", right: "0 !important" },
  ".cm-completionIcon": { opacity: ".75", width: "1.4em", textAlign: "center", padding: "0" },
  ".cm-completionIcon-property::after": { content: "'•'" },
  ".cm-completionIcon-function::after": { content: "'ƒ'" },
  ".cm-completionIcon-keyword::after": { content: "'/'" },
  ".cm-completionIcon-variable::after": { content: "'@'" },
  ".cm-completionIcon-text::after": { content: "'>'", fontSize: "100%" },
  ".cm-completionIcon-constant::after": { content: "'“'" },
  ".cm-diagnostic": { padding: "8px 12px", borderInlineStartWidth: "3px", fontFamily: "var(--sans)", fontSize: "13px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderColor: "var(--warning)" },
  ".cm-diagnosticSource": { fontFamily: "var(--mono)", opacity: "1", color: "var(--muted)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "5px", padding: "2px 8px", marginInlineStart: "8px", cursor: "pointer" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--error) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning) 1px", textUnderlineOffset: "3px" },
  ".cm-lit": { backgroundColor: "var(--lit)", borderRadius: "4px", boxShadow: "0 0 0 2px var(--lit)" },
  ".cm-broken-tag": { backgroundColor: "var(--error-wash)", borderRadius: "4px" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-itl-hover-value": { fontFamily: "var(--mono)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--border)" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--panel)", backgroundImage: "none", color: "var(--text)", border: "1px solid var(--border)", borderRadius: "5px" },
  ".cm-highlightSpace": { backgroundImage: "radial-gradient(circle at 50% 55%, var(--sign) 16%, transparent 20%)" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
});

const colours = HighlightStyle.define([
  { tag: t.brace, color: "var(--syn-brace)" },
  { tag: t.controlKeyword, color: "var(--syn-sigil)", fontWeight: "700" },
  { tag: t.propertyName, color: "var(--syn-key)" },
  { tag: t.special(t.propertyName), color: "var(--syn-section)", fontWeight: "600" },
  { tag: t.special(t.variableName), color: "var(--syn-sigil)" },
  { tag: t.function(t.variableName), color: "var(--syn-function)" },
  { tag: t.labelName, color: "var(--syn-section)" },
  { tag: [t.derefOperator, t.separator, t.paren, t.squareBracket], color: "var(--syn-punctuation)" },
  { tag: t.string, color: "var(--syn-string)" },
  { tag: t.escape, color: "var(--syn-escape)" },
  { tag: [t.number, t.bool, t.null], color: "var(--syn-number)" },
  { tag: [t.blockComment, t.meta], color: "var(--muted)", fontStyle: "italic" },
  { tag: t.invalid, color: "var(--error)" },
]);

export const editorTheme: Extension = [look, syntaxHighlighting(colours)];
