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
  /** The inside without sigil and the whitespace around it. */
  innerFrom: number;
  innerTo: number;
  /** Whether the closing delimiter was found. */
  closed: boolean;
}

const SIGILS = "#^/!><$=&{";

/** Whether the grammar takes the character for whitespace. */
const isBlank = (c: string | undefined): boolean => c === " " || c === "\t" || c === "\r" || c === "\n";

/** Whether the character is whitespace around a tag's inside, spaces that editors put in included. */
const isSpace = (c: string | undefined): boolean =>
  isBlank(c) || c === "\u00a0" || c === "\u2007" || c === "\u202f" || c === "\u3000";

/**
 * A delimiter, and where it was found last: no stretch of a text is searched for it twice, or a
 * text of nothing but opening braces would take quadratic time.
 */
class Needle {
  private searched = Number.POSITIVE_INFINITY;
  private found = -1;

  constructor(
    readonly text: string,
    private readonly scanner: { steps: number },
  ) {}

  next(source: string, from: number): number {
    const known = this.searched <= from && (this.found < 0 || this.found >= from);
    if (!known) {
      this.found = source.indexOf(this.text, from);
      this.searched = from;
      this.scanner.steps += (this.found < 0 ? source.length : this.found) - from + 1;
    }
    return this.found;
  }
}

/**
 * Finds tags as the engine's scanner does: the test of the engine's spans compares the two over the
 * whole corpus.
 */
export class Scanner {
  /** How many characters were looked at. */
  steps = 0;
  /** Where reading goes on after the tag that was read last. */
  private at = 0;
  private open = new Needle("{{", this);
  private close = new Needle("}}", this);
  private line = new Needle("\n", this);

  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {}

  /** Every tag, in order. */
  run(): Tag[] {
    const tags: Tag[] = [];
    for (;;) {
      const from = this.open.next(this.text, this.at);
      if (from < 0) return tags;
      tags.push(this.tag(from));
    }
  }

  private skip(at: number, is: (c: string | undefined) => boolean): number {
    const from = at;
    while (is(this.text[at])) at++;
    this.steps += at - from + 1;
    return at;
  }

  /** The next opening delimiter; -1 where opening and closing are spelled alike. */
  private nextOpen(from: number): number {
    return this.open.text === this.close.text ? -1 : this.open.next(this.text, from);
  }

  private nextClose(from: number): number {
    return this.close.next(this.text, from);
  }

  private tag(from: number): Tag {
    const { text, close } = this;
    const openEnd = from + this.open.text.length;
    const sigilAt = this.skip(openEnd, isSpace);
    const c = text[sigilAt];
    // With delimiters that begin like a sigil, `|&x|` and `||` must not be misread.
    const hasSigil = c !== undefined && SIGILS.includes(c) && !text.startsWith(close.text, sigilAt);
    const sigil = (hasSigil ? c : "") as Sigil;
    const inner = sigilAt + (hasSigil ? 1 : 0);
    const tag: Tag = {
      from,
      to: openEnd,
      openEnd,
      closeStart: openEnd,
      sigil,
      sigilAt,
      innerFrom: inner,
      innerTo: inner,
      closed: false,
    };
    if (sigil === "=" && this.setDelimiters(tag, inner)) return tag;
    this.at = openEnd;
    const found = sigil === "!" || sigil === "=" ? this.nextClose(inner) : this.end(inner, sigil);
    if (found < 0) this.unclosed(tag, inner);
    else this.closed(tag, inner, found);
    return tag;
  }

  /** Ends a tag at its closing delimiter. */
  private closed(tag: Tag, inner: number, found: number): void {
    const { text } = this;
    let [end, to] = [found, found + this.close.text.length];
    if (tag.sigil === "{") {
      if (text[found] === "}" && text.startsWith(this.close.text, found + 1)) to++;
      else {
        let brace = found;
        while (brace > inner && isBlank(text[brace - 1])) brace--;
        this.steps += found - brace + 1;
        if (brace > inner && text[brace - 1] === "}") end = brace - 1;
      }
    }
    tag.closed = true;
    tag.closeStart = end;
    tag.to = to;
    this.at = to;
    this.trim(tag, inner, end);
  }

  /** Ends a tag without a closing delimiter, for the eye: with its line, or where another begins. */
  private unclosed(tag: Tag, inner: number): void {
    const line = this.line.next(this.text, tag.openEnd);
    const end = line < 0 ? this.text.length : line;
    const next = this.nextOpen(Math.max(inner, this.at));
    tag.to = Math.max(inner, next < 0 ? end : Math.min(end, next));
    tag.closeStart = tag.to;
    this.trim(tag, inner, tag.to);
  }

  private trim(tag: Tag, inner: number, end: number): void {
    const { text } = this;
    const from = Math.min(this.skip(inner, isSpace), end);
    let to = end;
    while (to > from && isSpace(text[to - 1])) to--;
    this.steps += end - to + 1;
    if (to < end && this.dialect === "itl") {
      // A backslash makes a space part of a key.
      let slashes = 0;
      while (text[to - 1 - slashes] === "\\" && to - 1 - slashes >= from) slashes++;
      this.steps += slashes;
      if (slashes % 2 === 1) to++;
    }
    tag.innerFrom = from;
    tag.innerTo = to;
  }

  /** Reads `<% %>=}}`; whether it is two delimiters. */
  private setDelimiters(tag: Tag, inner: number): boolean {
    const words = /[ \t\r\n]*([^ \t\r\n=]+)[ \t\r\n]+([^ \t\r\n=]+)[ \t\r\n]*=[ \t\r\n]*/y;
    words.lastIndex = inner;
    const match = words.exec(this.text);
    this.steps += (match ?? [""])[0].length + 1;
    const end = words.lastIndex;
    if (!match || !this.text.startsWith(this.close.text, end)) return false;
    this.closed(tag, inner, end);
    this.open = new Needle(match[1]!, this);
    this.close = new Needle(match[2]!, this);
    return true;
  }

  /**
   * The offset of the closing delimiter; -1 where there is none, and then it is settled where reading
   * goes on. In ITL a delimiter inside a quoted
   * argument does not count; names of partials, parents and blocks have no arguments.
   */
  private end(from: number, sigil: Sigil): number {
    const isName = sigil === "$" || ((sigil === ">" || sigil === "<") && this.text[this.skip(from, isSpace)] !== "*");
    const hasArguments = this.dialect === "itl" && !isName;
    let at = from;
    const call = { isOpen: false };
    for (;;) {
      const open = this.nextOpen(at);
      const close = this.nextClose(at);
      const ends = [open, close].filter((offset) => offset >= 0);
      const limit = ends.length > 0 ? Math.min(...ends) : this.text.length;
      const quote = hasArguments ? this.openingQuote(at, limit, call) : -1;
      if (quote < 0) {
        // Another tag that begins before the end tells that this one was not closed.
        const another = open >= 0 && (close < 0 || open < close);
        if (another || close < 0) this.at = another ? open : from;
        return another ? -1 : close;
      }
      const after = this.closingQuote(quote);
      if (after < 0) {
        // A tag with an unclosed quote ends at the first delimiter after it, without one at the line's end.
        const close = this.nextClose(quote);
        if (close < 0) {
          const line = this.text.slice(quote).search(/[\n\r]/);
          this.at = line < 0 ? this.text.length : quote + line;
          this.steps += this.at - quote;
        }
        return close;
      }
      at = after;
    }
  }

  /** The next quote that opens a string before `limit`: one after `(` or `[`, or after a call's comma. */
  private openingQuote(from: number, limit: number, call: { isOpen: boolean }): number {
    const { text } = this;
    for (let i = from; i < limit; i++) {
      this.steps++;
      const c = text[i];
      if (c === "\\") {
        i++;
        continue;
      }
      if (c === "(") call.isOpen = true;
      if (c === "(" || c === "[" || (c === "," && call.isOpen)) {
        let after = i + 1;
        while (after < limit && isSpace(text[after])) after++;
        this.steps += after - i;
        if (after < limit && (text[after] === '"' || text[after] === "'")) return after;
      }
    }
    return -1;
  }

  /** After the string that opens at `quote`, or -1: what follows must be what may follow an argument. */
  private closingQuote(quote: number): number {
    const { text } = this;
    const mark = text[quote];
    for (let i = quote + 1; i < text.length; i++) {
      this.steps++;
      const c = text[i];
      if (c === "\\") i++;
      else if (c === mark) {
        const next = text[this.skip(i + 1, isSpace)];
        return next === "," || next === ")" || next === "]" ? i + 1 : -1;
      }
    }
    return -1;
  }
}
