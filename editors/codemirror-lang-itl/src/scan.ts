/** The two languages the engine reads. */
export type Dialect = "itl" | "mustache";

/** The character that says what a tag is; the empty text for a plain variable. */
export type Sigil = "" | "#" | "^" | "/" | "!" | ">" | "<" | "$" | "=" | "&" | "{";

/** A tag of a template, with offsets in UTF-16 units as editors count. */
export interface Tag {
  /** Where the opening delimiter begins. */
  from: number;
  /** After the closing delimiter. */
  to: number;
  /** The opening delimiter ends here. */
  openEnd: number;
  /** The closing delimiter (with its brace, if it has one) begins here; `to` where it is missing. */
  closeStart: number;
  sigil: Sigil;
  /** Where the sigil stands; meaningless for a plain variable. */
  sigilAt: number;
  /** The inside without sigil and spaces. */
  innerFrom: number;
  innerTo: number;
  /** Whether the closing delimiter was found. */
  closed: boolean;
}

const SIGILS = "#^/!><$=&{";
/** Sigils of tags that open a block, which `/` closes. */
const OPENERS = "#^<$";

const isSpace = (c: string | undefined): boolean => c === " " || c === "\t" || c === "\r" || c === "\n";

function skipSpaces(text: string, at: number): number {
  while (isSpace(text[at])) at++;
  return at;
}

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
  const tags: Tag[] = [];
  let open = "{{";
  let close = "}}";
  let at = 0;
  // No delimiter is looked for twice over the same stretch, so that `{{{{{{…` stays linear.
  let knownClose = -1;
  let knownLine = -1;
  const nextLine = (from: number): number => {
    if (knownLine < from) {
      const found = text.indexOf("\n", from);
      knownLine = found < 0 ? text.length : found;
    }
    return knownLine;
  };
  const nextClose = (from: number): number => {
    if (knownClose < from) {
      const found = text.indexOf(close, from);
      knownClose = found < 0 ? Number.MAX_SAFE_INTEGER : found;
    }
    return knownClose === Number.MAX_SAFE_INTEGER ? -1 : knownClose;
  };

  for (;;) {
    const from = text.indexOf(open, at);
    if (from < 0) return tags;
    const openEnd = from + open.length;
    const sigilAt = skipSpaces(text, openEnd);
    const c = text[sigilAt];
    const hasSigil = c !== undefined && SIGILS.includes(c) && !text.startsWith(close, sigilAt);
    const sigil = (hasSigil ? c : "") as Sigil;
    const innerStart = sigilAt + (hasSigil ? 1 : 0);
    const tag: Tag = {
      from,
      to: openEnd,
      openEnd,
      closeStart: openEnd,
      sigil,
      sigilAt,
      innerFrom: innerStart,
      innerTo: innerStart,
      closed: false,
    };

    if (sigil === "=") {
      const words = /\s*([^\s=]+)\s+([^\s=]+)\s*=\s*/y;
      words.lastIndex = innerStart;
      const match = words.exec(text);
      const end = words.lastIndex;
      if (match && text.startsWith(close, end)) {
        finish(text, tag, end, end + close.length);
        tags.push(tag);
        open = match[1]!;
        close = match[2]!;
        knownClose = -1;
        at = tag.to;
        continue;
      }
    }

    const found = sigil === "!" ? nextClose(innerStart) : tagEnd(text, innerStart, open, close, nextClose, dialect);
    if (found < 0) {
      const line = nextLine(openEnd);
      const next = open === close ? -1 : text.slice(openEnd, line).indexOf(open);
      tag.to = next < 0 ? line : openEnd + next;
      tag.closeStart = tag.to;
      trim(text, tag, tag.to);
      tags.push(tag);
      at = Math.max(openEnd, tag.to);
      continue;
    }
    if (sigil === "{" && text[found] === "}" && text.startsWith(close, found + 1)) {
      finish(text, tag, found, found + 1 + close.length);
    } else if (sigil === "{") {
      const brace = text.lastIndexOf("}", found - 1);
      const right = brace >= innerStart && text.slice(brace + 1, found).trim() === "";
      finish(text, tag, right ? brace : found, found + close.length);
    } else {
      finish(text, tag, found, found + close.length);
    }
    tags.push(tag);
    at = tag.to;
  }
}

function finish(text: string, tag: Tag, closeStart: number, to: number): void {
  tag.closed = true;
  tag.to = to;
  tag.closeStart = closeStart;
  trim(text, tag, closeStart);
}

function trim(text: string, tag: Tag, end: number): void {
  const from = Math.min(skipSpaces(text, tag.innerFrom), end);
  let to = end;
  while (to > from && isSpace(text[to - 1])) to--;
  tag.innerFrom = from;
  tag.innerTo = to;
}

/** The offset of the closing delimiter; a delimiter inside a quoted argument does not count. */
function tagEnd(
  text: string,
  from: number,
  open: string,
  close: string,
  nextClose: (from: number) => number,
  dialect: Dialect,
): number {
  let at = from;
  let scanned = from;
  let inCall = false;
  for (;;) {
    const end = nextClose(at);
    if (end < 0) return -1;
    const limit = end;
    const other = open === close ? -1 : text.slice(at, limit).indexOf(open);
    const stop = other < 0 ? limit : at + other;
    if (dialect === "itl") {
      let quote = -1;
      for (let i = Math.max(at, scanned); i < stop; i++) {
        const c = text[i];
        if (c === "\\") {
          i++;
          continue;
        }
        if (c === "(") inCall = true;
        if (c === "(" || c === "[" || (c === "," && inCall)) {
          const next = skipSpaces(text, i + 1);
          if (text[next] === '"' || text[next] === "'") {
            quote = next;
            break;
          }
        }
      }
      if (quote >= 0) {
        const next = stringEnd(text, quote);
        if (next < 0) return nextClose(quote);
        at = next;
        scanned = next;
        continue;
      }
    }
    return other < 0 ? end : -1;
  }
}

/** After the string that opens at `quote`, or -1: it must be followed by what may follow an argument. */
function stringEnd(text: string, quote: number): number {
  const mark = text[quote];
  for (let i = quote + 1; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === mark) {
      const next = text[skipSpaces(text, i + 1)];
      return next === "," || next === ")" || next === "]" ? i + 1 : -1;
    }
  }
  return -1;
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
