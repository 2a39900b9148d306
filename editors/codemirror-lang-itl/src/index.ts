/**
 * ITL and Mustache templates for CodeMirror 6.
 *
 * The package knows where tags and sections stand; what they mean it asks an engine for, such as
 * the npm package `itl-wasm`, in the page or in a worker.
 */
export { itlCompletionSource } from "./completion.js";
export type {
  Awaitable,
  EngineCompletions,
  EngineConfig,
  EngineDiagnostic,
  EngineFunction,
  EngineHover,
  EngineSpan,
} from "./engine.js";
export { type Field, fieldsOf, nextField, previousField } from "./fields.js";
export { allFixes, type Suggestion, suggestionFor } from "./fixes.js";
export { hoverDom, itlHover } from "./hover.js";
export { braceInput, closingFor } from "./input.js";
export { type ItlConfig, itl, itlCompletion } from "./language.js";
export { itlLinter, toEditorDiagnostics } from "./lint.js";
export { plainNewline } from "./newline.js";
export { parseTemplate } from "./parser.js";
export {
  type Dialect,
  openSectionsAt,
  type Pair,
  pairAt,
  pairTags,
  pathRange,
  type Sigil,
  scanTags,
  type Tag,
} from "./scan.js";
export {
  closeSection,
  goToMatchingSection,
  renameSection,
  sectionMatching,
} from "./sections.js";
export { callAt, itlSignatureHelp } from "./signature.js";
export { itlLanguage, itlSupport, mustacheLanguage } from "./support.js";
