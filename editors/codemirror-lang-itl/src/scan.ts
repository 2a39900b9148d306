import { type Dialect, Scanner, type Sigil, type Tag } from "./scanner.js";

export type { Dialect, Sigil, Tag };

/** Sigils of tags that open a block, which `/` closes. */
const OPENERS = "#^<$";

/** Whether the tag opens a section or block. */
export function opensBlock(tag: Tag): boolean {
  return tag.closed && tag.sigil !== "" && OPENERS.includes(tag.sigil);
}

/**
 * Finds the tags of a template in one pass, set-delimiter tags included.
 *
 * This is for colours, pairs and cursors only: what is right or wrong is for the engine to say.
 */
export function scanTags(text: string, dialect: Dialect = "itl"): Tag[] {
  return new Scanner(text, dialect).run();
}

/** A section or block: its opening tag, and the closing one where it has one. */
export interface Pair {
  open: Tag;
  close: Tag | null;
  /** How many sections it stands in. */
  depth: number;
}

/** The path of a tag without its calls: what an opening and a closing tag have in common. */
export function pathRange(text: string, tag: Tag): { from: number; to: number } {
  const inner = text.slice(tag.innerFrom, tag.innerTo);
  let to = inner.length;
  for (let i = 0, dot = -1; i < inner.length; i++) {
    const c = inner[i];
    if (c === "\\") i++;
    else if (c === "[") {
      const end = /^\[\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\]]*)\s*\]/s.exec(inner.slice(i));
      if (end) i += end[0].length - 1;
    } else if (c === ".") dot = i;
    else if (c === "(") {
      to = Math.max(dot, 0);
      break;
    }
  }
  return { from: tag.innerFrom, to: tag.innerFrom + to };
}

/** Pairs opening and closing tags; an unmatched closing tag is left out. */
export function pairTags(text: string, tags: readonly Tag[]): Pair[] {
  const pairs: Pair[] = [];
  const stack: { pair: Pair; name: string }[] = [];
  const nameOf = (tag: Tag): string => {
    const { from, to } = pathRange(text, tag);
    return text.slice(from, to).replace(/\s*\.\s*/g, ".");
  };
  for (const tag of tags) {
    if (opensBlock(tag)) {
      const pair: Pair = { open: tag, close: null, depth: stack.length };
      pairs.push(pair);
      stack.push({ pair, name: nameOf(tag) });
    } else if (tag.sigil === "/" && tag.closed) {
      const name = nameOf(tag);
      let at = stack.length - 1;
      // A bounded look outward: one forgotten closing tag must not undo all pairs around it.
      const least = Math.max(0, at - 32);
      while (at >= least && stack[at]!.name !== name) at--;
      if (at < least) continue;
      stack[at]!.pair.close = tag;
      stack.length = at;
    }
  }
  return pairs;
}

/** The section or block whose opening or closing tag holds `at`. */
export function pairAt(text: string, at: number, dialect: Dialect = "itl"): Pair | null {
  const touches = (tag: { from: number; to: number } | null): boolean => tag !== null && at >= tag.from && at <= tag.to;
  const found = pairTags(text, scanTags(text, dialect)).filter((pair) => touches(pair.open) || touches(pair.close));
  return found.at(-1) ?? null;
}

/** The sections that are open at `at`, outermost first. */
export function openSectionsAt(text: string, at: number, dialect: Dialect = "itl"): Pair[] {
  return pairTags(text, scanTags(text, dialect)).filter(
    (pair) => pair.open.to <= at && (pair.close === null || pair.close.from >= at),
  );
}
