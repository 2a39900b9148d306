import type { Traced } from "itl-wasm";
import { h } from "./dom.js";

/** Whether a tag is broken, so that what it wrote is its own source. */
export type IsBroken = (traced: Traced, wrote: string) => boolean;

/** A piece of the output that one tag wrote. */
export interface Piece {
  from: number;
  to: number;
  /** The tag, in the template or in the partial that is named. */
  tag: { start: number; end: number };
  partial: string | null;
  /** Whether the tag is broken, so that its own source stands here. */
  broken: boolean;
  /** The steps that the tag took. */
  steps: number;
}

/** From here on a tag is dear enough to say so: a hundredth of what a message may take at most. */
const DEAR = 100_000;

/**
 * A rendered text that knows which tag wrote what. Destinations draw it in their own form; every
 * piece keeps the tag's number in `data-piece`, so that pointer and keyboard find the way back.
 */
export class MappedText {
  readonly pieces: readonly Piece[];
  private readonly drawn = new Set<number>();

  constructor(
    readonly text: string,
    trace: readonly Traced[],
    isBroken: IsBroken,
    private readonly invisibles: boolean,
  ) {
    const pieces = trace
      .map((t): Piece => {
        const [from, to] = [Math.min(t.output.start, text.length), Math.min(t.output.end, text.length)];
        return { from, to, tag: t.tag, partial: t.partial, broken: isBroken(t, text.slice(from, to)), steps: t.steps };
      })
      .filter((piece) => piece.to > piece.from)
      .sort((a, b) => a.from - b.from || b.to - a.to);
    // Of pieces that hold others (a partial and the tags in it) the innermost is the one meant.
    this.pieces = pieces.filter((piece, i) => {
      const next = pieces[i + 1];
      return !next || next.from >= piece.to;
    });
  }

  /** The text between two offsets. */
  nodes(from = 0, to = this.text.length): DocumentFragment {
    const out = document.createDocumentFragment();
    let at = from;
    for (let i = this.firstAfter(from); i < this.pieces.length; i++) {
      const piece = this.pieces[i]!;
      if (piece.from >= to) break;
      const start = Math.max(piece.from, at);
      const end = Math.min(piece.to, to);
      if (start > at) out.append(this.plain(this.text.slice(at, start)));
      out.append(this.span(i, this.text.slice(start, end)));
      at = end;
    }
    if (at < to) out.append(this.plain(this.text.slice(at, to)));
    return out;
  }

  /** What the reader sees in place of the text between two offsets, such as `<` for `&lt;`. */
  instead(from: number, to: number, shown: string): Node {
    const i = this.firstAfter(from);
    const piece = this.pieces[i];
    return piece && piece.from < to ? this.span(i, shown) : this.plain(shown);
  }

  private firstAfter(at: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle]!.to <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private span(i: number, text: string): HTMLElement {
    const piece = this.pieces[i]!;
    const first = !this.drawn.has(i);
    this.drawn.add(i);
    const span = h("span", { class: piece.broken ? "piece broken" : "piece", "data-piece": i });
    if (first) span.dataset.first = "";
    if (piece.steps >= DEAR) span.title = `This tag took ${piece.steps.toLocaleString("en")} steps of work`;
    span.append(this.plain(text));
    return span;
  }

  private plain(text: string): Node {
    return this.invisibles ? showInvisibles(text) : document.createTextNode(text);
  }
}

const INVISIBLE =
  /[ \t\r\n\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const SIGNS: Record<string, string> = {
  " ": "·",
  "\t": "→",
  "\r": "␍",
  "\n": "↵",
  "\u00a0": "⍽",
  "\u200b": "ZWSP",
  "\u200d": "ZWJ",
  "\ufeff": "BOM",
  "\u00ad": "SHY",
};

/** Text whose white space and control characters have a sign; copying it still gives the characters. */
function showInvisibles(text: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    const c = match[0];
    if (match.index > at) out.append(text.slice(at, match.index));
    const sign = SIGNS[c] ?? `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    out.append(h("span", { class: "invisible", "data-sign": sign }, c));
    at = match.index + c.length;
  }
  out.append(text.slice(at));
  return out;
}
