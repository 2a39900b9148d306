import { DESTINATIONS } from "./destinations/index.js";
import { h } from "./dom.js";
import { MappedText } from "./mapped.js";
function makeParts() {
    return {
        canvas: h("div", { class: "canvas", tabindex: "0", role: "region", "aria-label": "Rendered message" }),
        bar: h("div", { class: "destinations", role: "group", "aria-label": "Destination" }),
        select: h("select", { "aria-label": "Destination" }),
        hint: h("p", { class: "hint" }),
        shown: h("button", { type: "button", "aria-pressed": "true" }, "As seen"),
        sent: h("button", { type: "button", "aria-pressed": "false" }, "As sent"),
    };
}
/** The message panel: the render in the form of its destination, and the way back to the tags. */
export class Preview {
    events;
    canvas;
    bar;
    select;
    parts;
    rendered = null;
    mapped = null;
    isBroken = () => false;
    destination = DESTINATIONS[0];
    sent = false;
    invisibles = false;
    title = "";
    /** In whose shape the messages are shown. */
    provider = "openai";
    current = -1;
    pointed = -1;
    /** `at` is the parent that new elements are put into, or the elements themselves. */
    constructor(at, events) {
        this.events = events;
        const parts = at instanceof HTMLElement ? makeParts() : at;
        if (at instanceof HTMLElement)
            at.append(parts.bar, parts.hint, parts.canvas);
        this.parts = parts;
        this.canvas = parts.canvas;
        this.bar = parts.bar;
        this.select = parts.select;
        const pieceOf = (event) => {
            const el = event.target.closest("[data-piece]");
            return el ? Number(el.dataset.piece) : -1;
        };
        this.canvas.addEventListener("mouseover", (event) => this.point(pieceOf(event)));
        this.canvas.addEventListener("mouseleave", () => this.point(-1));
        this.canvas.addEventListener("click", (event) => {
            const piece = this.mapped?.pieces[pieceOf(event)];
            // A selection being made is no click.
            if (piece && getSelection()?.isCollapsed !== false)
                events.onChoose(piece);
        });
        this.canvas.addEventListener("keydown", (event) => this.key(event));
        this.canvas.addEventListener("blur", () => this.step(-1));
        this.select.addEventListener("change", () => events.onDestination(this.select.value));
        this.parts.shown.addEventListener("click", () => this.view(false));
        this.parts.sent.addEventListener("click", () => this.view(true));
    }
    /** The text that is sent. */
    get text() {
        return this.mapped?.text ?? "";
    }
    get pieces() {
        return this.mapped?.pieces ?? [];
    }
    setDestination(id, dialect) {
        const offered = DESTINATIONS.filter((d) => !d.prompt || dialect === "mustache");
        this.destination = offered.find((d) => d.id === id) ?? offered[0];
        this.bar.replaceChildren(...offered.map((d) => h("button", {
            type: "button",
            "aria-pressed": String(d === this.destination),
            "data-destination": d.id,
            onclick: () => this.events.onDestination(d.id),
        }, d.label)));
        this.select.replaceChildren(...offered.map((d) => h("option", { value: d.id, selected: d === this.destination }, d.label)));
        this.parts.hint.textContent =
            dialect === "mustache" && this.destination.id === "plain"
                ? "Mustache escapes values for HTML unless “Escape” says otherwise."
                : this.destination.hint;
        const toggles = !this.destination.draw;
        this.parts.shown.disabled = toggles;
        this.parts.sent.disabled = toggles;
    }
    setInvisibles(on) {
        this.invisibles = on;
        this.draw();
    }
    show(rendered, title, isBroken) {
        this.rendered = rendered;
        this.isBroken = isBroken;
        this.title = title;
        this.draw();
    }
    /** Says something in place of a message. */
    say(text) {
        this.rendered = null;
        this.mapped = null;
        delete this.canvas.dataset.text;
        this.canvas.replaceChildren(h("p", { class: "said" }, text));
    }
    view(sent) {
        this.sent = sent;
        this.parts.shown.setAttribute("aria-pressed", String(!sent));
        this.parts.sent.setAttribute("aria-pressed", String(sent));
        this.draw();
    }
    draw() {
        const { rendered } = this;
        if (!rendered)
            return;
        const { result } = rendered;
        // For tests and tools: the exact text, whatever form it is drawn in.
        this.canvas.dataset.text = result.text;
        const mapped = new MappedText(result.text, result.trace ?? [], this.isBroken, this.invisibles);
        this.mapped = mapped;
        this.pointed = this.current = -1;
        const { draw } = this.destination;
        let content;
        if (draw && !this.sent) {
            content = draw({
                mapped,
                whole: rendered.whole,
                warnings: result.warnings,
                messages: rendered.messages,
                body: rendered.body,
                title: this.title,
                provider: this.provider,
                onProvider: (provider) => {
                    this.provider = provider;
                    this.events.onDestination(this.destination.id);
                },
            });
        }
        else {
            content = h("pre", { class: "sent" }, mapped.nodes());
        }
        this.canvas.className = `canvas ${draw && !this.sent ? this.destination.id : "plain"}`;
        const chosen = this.canvas.contains(document.activeElement) && document.activeElement?.localName === "select";
        // Asking for the scroll position would cost a layout; the browser keeps it by itself.
        this.canvas.replaceChildren(result.text === "" && !this.destination.prompt ? h("p", { class: "said" }, "The message is empty.") : content);
        if (chosen)
            this.canvas.querySelector("select")?.focus();
    }
    elements(i) {
        return this.canvas.querySelectorAll(`[data-piece="${i}"]`);
    }
    point(i) {
        if (i === this.pointed)
            return;
        for (const el of this.elements(this.pointed))
            el.classList.remove("pointed");
        this.pointed = i;
        for (const el of this.elements(i))
            el.classList.add("pointed");
        this.events.onPoint(this.mapped?.pieces[i] ?? null);
    }
    /** Lights up what the tags at an offset of the template wrote. */
    light(match, scroll = false) {
        for (const el of this.canvas.querySelectorAll(".piece.lit"))
            el.classList.remove("lit");
        if (!match || !this.mapped)
            return;
        let first = true;
        this.mapped.pieces.forEach((piece, i) => {
            if (!match(piece))
                return;
            for (const el of this.elements(i)) {
                el.classList.add("lit");
                if (first && scroll)
                    el.scrollIntoView({ block: "nearest" });
                first = false;
            }
        });
    }
    key(event) {
        const { pieces } = this;
        if (!pieces.length || event.target !== this.canvas)
            return;
        if (event.key === "ArrowRight")
            this.step(Math.min(pieces.length - 1, this.current + 1));
        else if (event.key === "ArrowLeft")
            this.step(Math.max(0, this.current - 1));
        else if (event.key === "Enter" && this.current >= 0)
            this.events.onChoose(pieces[this.current]);
        else
            return;
        event.preventDefault();
        if (event.key !== "Enter" && this.current >= 0)
            this.events.onStep(pieces[this.current]);
    }
    step(i) {
        this.current = i;
        this.point(i);
        this.elements(i)[0]?.scrollIntoView({ block: "nearest" });
    }
}
