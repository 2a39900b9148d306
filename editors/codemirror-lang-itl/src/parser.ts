import {
  type Input,
  NodeProp,
  NodeSet,
  NodeType,
  Parser,
  type PartialParse,
  Tree,
  type TreeFragment,
} from "@lezer/common";
import { foldNodeProp, languageDataProp } from "@codemirror/language";
import type { Facet } from "@codemirror/state";
import { styleTags, tags as t } from "@lezer/highlight";
import { type Dialect, type Pair, type Tag, pairTags, scanTags } from "./scan.js";

const NAMES = [
  "Template",
  "Section",
  "Tag",
  "OpenTag",
  "CloseTag",
  "Comment",
  "Delimiters",
  "UnclosedTag",
  "TagOpen",
  "TagClose",
  "Sigil",
  "Key",
  "LoopVariable",
  "FunctionName",
  "Dot",
  "Paren",
  "Bracket",
  "Comma",
  "String",
  "Escape",
  "Number",
  "Bare",
  "PartialName",
  "BlockName",
] as const;
type Name = (typeof NAMES)[number];

const nodeSet = new NodeSet(NAMES.map((name, id) => NodeType.define({ id, name, top: name === "Template" }))).extend(
  styleTags({
    TagOpen: t.brace,
    TagClose: t.brace,
    Sigil: t.controlKeyword,
    Key: t.propertyName,
    "OpenTag/Key CloseTag/Key": t.special(t.propertyName),
    LoopVariable: t.special(t.variableName),
    FunctionName: t.function(t.variableName),
    Dot: t.derefOperator,
    Paren: t.paren,
    Bracket: t.squareBracket,
    Comma: t.separator,
    String: t.string,
    Escape: t.escape,
    Number: t.number,
    Bare: t.string,
    PartialName: t.labelName,
    BlockName: t.labelName,
    "Comment/...": t.blockComment,
    "Delimiters/...": t.meta,
    "UnclosedTag/TagOpen": t.invalid,
  }),
  NodeProp.closedBy.add({ TagOpen: ["TagClose"], OpenTag: ["CloseTag"] }),
  NodeProp.openedBy.add({ TagClose: ["TagOpen"], CloseTag: ["OpenTag"] }),
  foldNodeProp.add({
    Section(node) {
      const first = node.firstChild;
      const last = node.lastChild;
      return first && last && last.name === "CloseTag" ? { from: first.to, to: last.from } : null;
    },
    Comment: (node) => ({ from: node.from + 3, to: node.to - 2 }),
  }),
);

const ID = Object.fromEntries(NAMES.map((name, id) => [name, id])) as Record<Name, number>;

/** Sections nested deeper than this are drawn flat; the engine refuses them anyway. */
const MAX_DEPTH = 200;

/** Collects nodes in the order the tree builder wants them: children before parents. */
class Nodes {
  readonly buffer: number[] = [];

  leaf(name: Name, from: number, to: number): void {
    if (to > from) this.buffer.push(ID[name], from, to, 4);
  }

  /** Closes a node whose children were added since `mark`. */
  wrap(name: Name, from: number, to: number, mark: number): void {
    this.buffer.push(ID[name], from, to, this.buffer.length - mark + 4);
  }

  get mark(): number {
    return this.buffer.length;
  }
}

/** Where the token that begins at `at` ends. */
function tokenEnd(text: string, at: number, to: number, strings: boolean): number {
  const c = text[at]!;
  if (c === "\\") return at + 2;
  if (strings && (c === '"' || c === "'")) {
    for (let i = at + 1; i < to; i++) {
      if (text[i] === "\\") i++;
      else if (text[i] === c) return i + 1;
    }
    return to;
  }
  if (c === "#" && text[at + 1] === "#") return at + 2;
  return at + 1;
}

/** Cuts the inside of a variable or section tag into tokens. */
function inside(nodes: Nodes, text: string, from: number, to: number): void {
  let parens = 0;
  let brackets = 0;
  let keyFrom = -1;
  let keyTo = -1;
  const flush = (call: boolean): void => {
    if (keyFrom < 0) return;
    const word = text.slice(keyFrom, keyTo);
    const name: Name = call
      ? "FunctionName"
      : parens > 0
        ? /^[+-]?\d+(?:\.\d+)?$/.test(word)
          ? "Number"
          : "Bare"
        : brackets > 0
          ? /^-?\d+$/.test(word)
            ? "Number"
            : "Bare"
          : /^@(?:index1?|first|last|length|now)$/.test(word)
            ? "LoopVariable"
            : "Key";
    nodes.leaf(name, keyFrom, keyTo);
    keyFrom = -1;
  };
  for (let at = from; at < to; ) {
    const quoted = parens > 0 || brackets > 0;
    const end = Math.min(tokenEnd(text, at, to, quoted), to);
    const c = text[at]!;
    if ((c === '"' || c === "'") && quoted) {
      flush(false);
      string(nodes, text, at, end);
    } else if (c === "(") {
      flush(true);
      nodes.leaf("Paren", at, end);
      parens++;
    } else if (c === ")") {
      flush(false);
      nodes.leaf("Paren", at, end);
      if (parens > 0) parens--;
    } else if (c === "[" || c === "]") {
      flush(false);
      nodes.leaf("Bracket", at, end);
      brackets = Math.max(0, brackets + (c === "[" ? 1 : -1));
    } else if (c === "," && parens > 0) {
      flush(false);
      nodes.leaf("Comma", at, end);
    } else if (c === "#" && end === at + 2) {
      flush(false);
      nodes.leaf("Dot", at, end);
    } else if (c === "." && parens === 0) {
      flush(false);
      nodes.leaf("Dot", at, end);
    } else if (c === " " || c === "\t" || c === "\n" || c === "\r") {
      // A space inside a key belongs to it; the next word decides.
    } else {
      if (keyFrom < 0) keyFrom = at;
      keyTo = end;
    }
    at = end;
  }
  flush(false);
}

function string(nodes: Nodes, text: string, from: number, to: number): void {
  const mark = nodes.mark;
  for (let i = from + 1; i < to - 1; i++) {
    if (text[i] !== "\\") continue;
    const brace = text[i + 1] === "u" && text[i + 2] === "{" ? text.indexOf("}", i) : -1;
    const end = brace > 0 && brace < to ? brace + 1 : Math.min(i + 2, to);
    nodes.leaf("Escape", i, end);
    i = end - 1;
  }
  nodes.wrap("String", from, to, mark);
}

function tagNode(nodes: Nodes, text: string, tag: Tag): void {
  const mark = nodes.mark;
  nodes.leaf("TagOpen", tag.from, tag.openEnd);
  if (tag.sigil !== "") nodes.leaf("Sigil", tag.sigilAt, tag.sigilAt + 1);
  switch (tag.sigil) {
    case "!":
    case "=":
      break;
    case ">":
    case "<":
      nodes.leaf("PartialName", tag.innerFrom, tag.innerTo);
      break;
    case "$":
      nodes.leaf("BlockName", tag.innerFrom, tag.innerTo);
      break;
    default:
      inside(nodes, text, tag.innerFrom, tag.innerTo);
  }
  if (tag.closed) nodes.leaf("TagClose", tag.closeStart, tag.to);
  const name: Name = !tag.closed
    ? "UnclosedTag"
    : tag.sigil === "!"
      ? "Comment"
      : tag.sigil === "="
        ? "Delimiters"
        : tag.sigil === "/"
          ? "CloseTag"
          : tag.sigil !== "" && "#^<$".includes(tag.sigil)
            ? "OpenTag"
            : "Tag";
  nodes.wrap(name, tag.from, tag.to, mark);
}

/** Builds the syntax tree of a template. */
export function parseTemplate(text: string, dialect: Dialect, set: NodeSet = nodeSet): Tree {
  const tags = scanTags(text, dialect);
  const closes = new Map<Tag, Pair>();
  const opens = new Set<Tag>();
  for (const pair of pairTags(text, tags)) {
    if (pair.close && pair.depth < MAX_DEPTH) {
      closes.set(pair.close, pair);
      opens.add(pair.open);
    }
  }
  const nodes = new Nodes();
  const marks = new Map<Tag, number>();
  for (const tag of tags) {
    if (opens.has(tag)) marks.set(tag, nodes.mark);
    tagNode(nodes, text, tag);
    const pair = closes.get(tag);
    if (pair) nodes.wrap("Section", pair.open.from, tag.to, marks.get(pair.open) ?? nodes.mark);
  }
  return Tree.build({ buffer: nodes.buffer, nodeSet: set, topID: ID.Template, length: text.length });
}

class WholeParse implements PartialParse {
  // A stop is not honoured: one pass over a template costs less than the bookkeeping.
  readonly stoppedAt = null;

  constructor(
    private readonly input: Input,
    private readonly dialect: Dialect,
    private readonly set: NodeSet,
  ) {}

  get parsedPos(): number {
    return this.input.length;
  }

  advance(): Tree {
    return parseTemplate(this.input.read(0, this.input.length), this.dialect, this.set);
  }

  stopAt(): void {}
}

/** A parser for CodeMirror. Templates are small, so each change reads the whole text again. */
export class TemplateParser extends Parser {
  private readonly set: NodeSet;

  /** `data` is what CodeMirror looks up for places in the language, such as its brackets. */
  constructor(
    private readonly dialect: Dialect,
    data: Facet<{ [name: string]: unknown }>,
  ) {
    super();
    this.set = nodeSet.extend(languageDataProp.add((type) => (type.isTop ? data : undefined)));
  }

  createParse(
    input: Input,
    _fragments: readonly TreeFragment[],
    _ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    return new WholeParse(input, this.dialect, this.set);
  }
}
