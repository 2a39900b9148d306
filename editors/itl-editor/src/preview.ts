import type { Dialect, Message, Provider } from "itl-wasm";
import type { CheckAnswer } from "./destinations/answer.js";
import { type Destination, DESTINATIONS, type DestinationInfo } from "./destinations/index.js";
import { h } from "./dom.js";
import type { PromptRequest, Rendered } from "./engine/protocol.js";
import { type IsBroken, MappedText, type Piece } from "./mapped.js";

/** What the preview reports to the page. */
export interface PreviewEvents {
  onDestination: (id: Destination) => void;
  /** The pointer (or the keys) is at a piece; `null` when it leaves. */
  onPoint: (piece: Piece | null) => void;
  /** The arrow keys have come to a piece. */
  onStep: (piece: Piece) => void;
  /** A piece was chosen. */
  onChoose: (piece: Piece) => void;
  /** A drawing offers a text for the clipboard. */
  onCopy?: (text: string, done: string) => void;
  /** Checks a model's answer against a JSON Schema, both as text; without it none is offered. */
  onAnswer?: CheckAnswer;
}

/** The elements of a preview; a host that lays them out itself passes its own. */
export interface PreviewParts {
  canvas: HTMLElement;
  /** Buttons of the destinations, and the same as a list for narrow pages. */
  bar: HTMLElement;
  select: HTMLSelectElement;
  hint: HTMLElement;
  shown: HTMLButtonElement;
  sent: HTMLButtonElement;
}

function makeParts(): PreviewParts {
  return {
    canvas: h("div", { class: "canvas", tabindex: "0", role: "region", "aria-label": "Rendered message" }),
    bar: h("div", { class: "destinations", role: "group", "aria-label": "Destination" }),
    select: h("select", { "aria-label": "Destination" }),
    hint: h("p", { class: "hint" }),
    shown: h("button", { type: "button", "aria-pressed": "true" }, "As seen"),
    sent: h("button", { type: "button", "aria-pressed": "false" }, "As sent"),
  };
}

/** How destinations are drawn, once one has been chosen that is. */
let drawings: typeof import("./destinations/drawings.js").DRAWINGS | null = null;
let fetching: Promise<void> | null = null;

/** Gets what draws destinations, for those who want it there before one is chosen. */
export function loadDrawings(): Promise<void> {
  fetching ??= import("./destinations/drawings.js").then(
    ({ DRAWINGS }) => void (drawings = DRAWINGS),
    (error) => {
      // The next choice tries again.
      fetching = null;
      throw error;
    },
  );
  return fetching;
}

/** The message panel: the render in the form of its destination, and the way back to the tags. */
export class Preview {
  private readonly canvas: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly parts: PreviewParts;
  private rendered: Rendered | null = null;
  private mapped: MappedText | null = null;
  private isBroken: IsBroken = () => false;
  private destination: DestinationInfo = DESTINATIONS[0]!;
  private sent = false;
  private invisibles = false;
  private title = "";
  /** In whose shape the messages are shown. */
  provider: Provider = "openai";
  /** The request that the shown one is compared with. */
  previous: PromptRequest | null = null;
  private subject: string | null = null;
  private readonly choices = new Map<string, string>();
  private current = -1;
  private pointed = -1;

  /** `at` is the parent that new elements are put into, or the elements themselves. */
  constructor(
    at: HTMLElement | PreviewParts,
    private readonly events: PreviewEvents,
  ) {
    const parts = at instanceof HTMLElement ? makeParts() : at;
    if (at instanceof HTMLElement) at.append(parts.bar, parts.hint, parts.canvas);
    this.parts = parts;
    this.canvas = parts.canvas;
    this.bar = parts.bar;
    this.select = parts.select;
    const pieceOf = (event: Event): number => {
      const el = (event.target as HTMLElement).closest<HTMLElement>("[data-piece]");
      return el ? Number(el.dataset.piece) : -1;
    };
    this.canvas.addEventListener("mouseover", (event) => this.point(pieceOf(event)));
    this.canvas.addEventListener("mouseleave", () => this.point(-1));
    this.canvas.addEventListener("click", (event) => {
      const piece = this.mapped?.pieces[pieceOf(event)];
      // A selection being made is no click.
      if (piece && getSelection()?.isCollapsed !== false) events.onChoose(piece);
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("blur", () => this.step(-1));
    this.select.addEventListener("change", () => events.onDestination(this.select.value as Destination));
    this.parts.shown.addEventListener("click", () => this.view(false));
    this.parts.sent.addEventListener("click", () => this.view(true));
  }

  /** The text that is sent. */
  get text(): string {
    return this.mapped?.text ?? "";
  }

  get pieces(): readonly Piece[] {
    return this.mapped?.pieces ?? [];
  }

  setDestination(id: Destination, dialect: Dialect): void {
    const offered = DESTINATIONS.filter((d) => !d.prompt || dialect === "mustache");
    this.destination = offered.find((d) => d.id === id) ?? offered[0]!;
    this.bar.replaceChildren(
      ...offered.map((d) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(d === this.destination),
            "data-destination": d.id,
            onclick: () => this.events.onDestination(d.id),
          },
          d.label,
        ),
      ),
    );
    this.select.replaceChildren(
      ...offered.map((d) => h("option", { value: d.id, selected: d === this.destination }, d.label)),
    );
    this.parts.hint.textContent =
      dialect === "mustache" && this.destination.id === "plain"
        ? "Mustache escapes values for HTML unless “Escape” says otherwise."
        : this.destination.hint;
    const toggles = !this.destination.drawn;
    this.parts.shown.disabled = toggles;
    this.parts.sent.disabled = toggles;
  }

  setInvisibles(on: boolean): void {
    this.invisibles = on;
    this.draw();
  }

  show(rendered: Rendered, title: string, isBroken: IsBroken): void {
    this.rendered = rendered;
    this.isBroken = isBroken;
    this.title = title;
    this.draw();
  }

  /** What the template called summary prints: the subject of a mail, the title of a push. */
  setSubject(subject: string | null): void {
    if (subject === this.subject) return;
    this.subject = subject;
    if (this.destination.id === "email" || this.destination.id === "push") this.draw();
  }

  /** Says why there is no message, and offers to try again. */
  say(text: string, again?: () => void): void {
    this.rendered = null;
    this.mapped = null;
    delete this.canvas.dataset.text;
    const button = again && h("button", { type: "button", class: "button small", onclick: again }, "Try again");
    this.canvas.replaceChildren(h("div", { class: "failed", role: "alert" }, h("p", {}, text), button));
  }

  private view(sent: boolean): void {
    this.sent = sent;
    this.parts.shown.setAttribute("aria-pressed", String(!sent));
    this.parts.sent.setAttribute("aria-pressed", String(sent));
    this.draw();
  }

  private draw(): void {
    const { rendered } = this;
    if (!rendered) return;
    const { result } = rendered;
    // For tests and tools: the exact text, whatever form it is drawn in.
    this.canvas.dataset.text = result.text;
    const mapped = new MappedText(result.text, result.trace ?? [], this.isBroken, this.invisibles);
    this.mapped = mapped;
    this.pointed = this.current = -1;
    const drawn = this.destination.drawn && !this.sent;
    const draw = drawn ? drawings?.[this.destination.id] : undefined;
    if (drawn && !drawings) this.fetchDrawings();
    let content: Node;
    if (draw) {
      content = draw({
        mapped,
        whole: rendered.whole,
        warnings: result.warnings,
        messages: rendered.messages as readonly Message[] | null,
        request: rendered.request,
        title: this.title,
        subject: this.subject,
        choice: (name, otherwise) => this.choices.get(name) ?? otherwise,
        choose: (name, value) => {
          const { id } = document.activeElement ?? { id: "" };
          this.choices.set(name, value);
          this.draw();
          // The button that was pressed is drawn anew.
          const buttons = [...this.canvas.querySelectorAll<HTMLElement>("[data-choice], .more, [id]")];
          buttons
            .find((el) => el.dataset.choice === value || (id !== "" ? el.id === id : el.matches(".more")))
            ?.focus();
        },
        note: (name, value) => void this.choices.set(name, value),
        checkAnswer: this.events.onAnswer ?? null,
        copy: (text, done) => this.events.onCopy?.(text, done),
        provider: this.provider,
        previous: this.previous,
        compare: (previous) => {
          this.previous = previous;
          this.events.onDestination(this.destination.id);
        },
        onProvider: (provider) => {
          this.provider = provider;
          this.previous = null;
          this.events.onDestination(this.destination.id);
        },
      });
    } else {
      content = h("pre", { class: "sent" }, mapped.nodes());
    }
    this.canvas.className = `canvas ${draw ? this.destination.id : "plain"}`;
    const chosen = this.canvas.contains(document.activeElement) && document.activeElement?.localName === "select";
    // Asking for the scroll position would cost a layout; the browser keeps it by itself.
    this.canvas.replaceChildren(
      result.text === "" && !this.destination.prompt ? h("p", { class: "said" }, "The message is empty.") : content,
    );
    if (chosen) this.canvas.querySelector("select")?.focus();
  }

  /** Until it is there, and where it cannot be had, the text itself is shown. */
  private fetchDrawings(): void {
    loadDrawings().then(
      () => this.draw(),
      () => {},
    );
  }

  private elements(i: number): NodeListOf<HTMLElement> {
    return this.canvas.querySelectorAll<HTMLElement>(`[data-piece="${i}"]`);
  }

  private point(i: number): void {
    if (i === this.pointed) return;
    for (const el of this.elements(this.pointed)) el.classList.remove("pointed");
    this.pointed = i;
    for (const el of this.elements(i)) el.classList.add("pointed");
    this.events.onPoint(this.mapped?.pieces[i] ?? null);
  }

  /** Lights up what the tags at an offset of the template wrote. */
  light(match: ((piece: Piece) => boolean) | null, scroll = false): void {
    for (const el of this.canvas.querySelectorAll(".piece.lit")) el.classList.remove("lit");
    if (!match || !this.mapped) return;
    let first = true;
    this.mapped.pieces.forEach((piece, i) => {
      if (!match(piece)) return;
      for (const el of this.elements(i)) {
        el.classList.add("lit");
        if (first && scroll) el.scrollIntoView({ block: "nearest" });
        first = false;
      }
    });
  }

  private key(event: KeyboardEvent): void {
    const { pieces } = this;
    if (!pieces.length || event.target !== this.canvas) return;
    if (event.key === "ArrowRight") this.step(Math.min(pieces.length - 1, this.current + 1));
    else if (event.key === "ArrowLeft") this.step(Math.max(0, this.current - 1));
    else if (event.key === "Enter" && this.current >= 0) this.events.onChoose(pieces[this.current]!);
    else return;
    event.preventDefault();
    if (event.key !== "Enter" && this.current >= 0) this.events.onStep(pieces[this.current]!);
  }

  private step(i: number): void {
    this.current = i;
    this.point(i);
    this.elements(i)[0]?.scrollIntoView({ block: "nearest" });
  }
}
