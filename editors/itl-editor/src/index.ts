/**
 * The parts of a template editor for pages: editor, preview, insert tree, list of problems, and the
 * engine in a worker. Each takes the element it is put into, is given state, and calls back.
 */
export { createItlEditor, type ItlEditor, type ItlEditorOptions } from "./mount.js";
export { type Change, diff, diffCount, diffNodes } from "./diff.js";
export { DESTINATIONS, type Destination, type DestinationInfo, destinationOf, ESCAPES } from "./destinations/index.js";
export { DRAWINGS } from "./destinations/drawings.js";
export { debounce, h } from "./dom.js";
export { EngineClient, EngineError, type EngineOptions } from "./engine/client.js";
export { mergeSamples } from "./engine/merge.js";
export type * from "./engine/protocol.js";
export { type InsertOptions, insertTree } from "./insert.js";
export { type IsBroken, MappedText, type Piece } from "./mapped.js";
export { loadDrawings, Preview, type PreviewEvents, type PreviewParts } from "./preview.js";
export { mergeProblems, type Problem, type ProblemActions, ProblemList } from "./problems.js";
export { createStore, type Store } from "./store.js";
export {
  payloadEditor,
  showPayloadInvisibles,
  TemplateEditor,
  type TemplateEditorOptions,
} from "./template-editor.js";
export { applyFix, runClose, runJump, runRename } from "./writing.js";
export { jsonProblems } from "./json-problems.js";
export { frameHtml, scriptUrl } from "./trusted.js";
