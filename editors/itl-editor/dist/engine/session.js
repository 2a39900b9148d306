// What the worker does, apart from being one; tests run it in Node.
import { check, complete, explain, format, functions, hover, ItlError, messages, Payload, Template, timezones, } from "itl-wasm";
import { isGsm } from "../destinations/sms.js";
import { assist, probeTemplate } from "./assist.js";
import { mergeSamples } from "./merge.js";
/** Tighter than the engine's own: nobody reads a preview of megabytes. */
const LIMITS = { outputBytes: 2 << 20, steps: 5_000_000 };
/** How many compiled templates are kept. */
const MAX_TEMPLATES = 8;
/** Samples larger than this together are not merged; the event at hand is the sample then. */
const MAX_MERGED = 400_000;
/** How many times the suggestions of diagnostics are applied to a pasted text. */
const MAX_ROUNDS = 40;
export class Session {
    events = [];
    merged = null;
    templates = new Map();
    library = null;
    take({ count, changed }) {
        for (const [index, event] of changed)
            this.events[index] = hold(event, this.events[index]);
        for (const gone of this.events.splice(count))
            gone.payload.free();
        this.merged = null;
    }
    answer(call, argument) {
        return this.handlers[call](argument);
    }
    event(index) {
        return this.events[index] ?? (this.events[0] ??= hold({ name: "", text: "{}" }, undefined));
    }
    /** One template; a key changes the text of one document, so that the others are compiled already. */
    template(setting) {
        const source = setting.docs[setting.doc].text;
        const options = compileOptions(setting);
        const key = JSON.stringify([source, options]);
        const known = this.templates.get(key);
        if (known)
            return known;
        const template = new Template(source, options);
        this.templates.set(key, template);
        if (this.templates.size > MAX_TEMPLATES) {
            const [oldest, gone] = this.templates.entries().next().value;
            this.templates.delete(oldest);
            gone.free();
        }
        return template;
    }
    /** All events as one sample, so that a key that only one of them has is offered. */
    sample(index) {
        const size = this.events.reduce((sum, event) => sum + event.text.length, 0);
        if (this.events.length < 2 || size > MAX_MERGED)
            return this.event(index).payload;
        if (this.merged?.key !== index) {
            const order = [this.event(index), ...this.events.filter((_, i) => i !== index)];
            this.merged = { key: index, json: mergeSamples(order.map((event) => jsonOf(event))) };
        }
        return this.merged.json;
    }
    handlers = {
        render: (job) => this.render(job),
        renderMany: (job) => job.pairs.map(([doc, event]) => this.print({ ...job, doc }, event, job.trace)),
        check: (job) => {
            const options = {
                ...compileOptions(job),
                timezone: job.timezone,
                sample: this.event(job.event).payload,
                portable: job.target === "ilert",
            };
            return check(job.docs[job.doc].text, options);
        },
        checkEvents: (job) => this.checkEvents(job),
        complete: (job) => {
            this.library ??= functions();
            const found = complete(job.docs[job.doc].text, job.offset, this.sample(job.event), compileOptions(job));
            return assist(job, found, {
                library: this.library,
                payloads: this.events.map((event) => event.payload),
                current: this.event(job.event).payload,
                json: () => jsonOf(this.event(job.event)),
            });
        },
        hover: (job) => hover(job.docs[job.doc].text, job.offset, this.event(job.event).payload, {
            ...compileOptions(job),
            timezone: job.timezone,
        }),
        translate: (job) => {
            const options = { ...compileOptions(job), sample: this.event(job.event).payload };
            return translate(job.source, options);
        },
        probe: ({ offset, expression, ...setting }) => {
            const source = setting.docs[setting.doc].text;
            return probeTemplate(source, offset, expression, setting, [this.event(setting.event).payload]);
        },
        matches: ({ text, pattern }) => {
            const template = new Template(`{{ text.matches("${pattern.replaceAll('"', '\\"')}") }}`);
            try {
                return template.diagnostics.length > 0 ? null : template.render({ text }).text === "true";
            }
            finally {
                template.free();
            }
        },
        format: (job) => format(job.docs[job.doc].text, { dialect: job.dialect, partials: partialsOf(job) }),
        explain: ({ code }) => explain(code),
        functions: () => functions(),
        timezones: () => timezones(),
    };
    print(setting, index, trace) {
        const { payload, error } = this.event(index);
        const result = this.template(setting).renderPayload(payload, {
            timezone: setting.timezone,
            now: setting.now,
            trace,
        });
        return { doc: setting.doc, event: index, text: result.text, ok: result.ok, result, payloadError: error };
    }
    checkEvents(setting) {
        const found = new Map();
        this.events.forEach((_, index) => {
            for (const diagnostic of this.print(setting, index, false).result.warnings) {
                if (!diagnostic.code.startsWith("W03"))
                    continue;
                const key = `${diagnostic.code} ${diagnostic.partial ?? ""} ${diagnostic.span.start} ${diagnostic.span.end}`;
                const known = found.get(key);
                if (known)
                    known.events.push(index);
                else
                    found.set(key, { diagnostic, events: [index] });
            }
        });
        return [...found.values()];
    }
    render(job) {
        const { payload, error: payloadError } = this.event(job.event);
        const started = performance.now();
        const options = { timezone: job.timezone, now: job.now, trace: true };
        const done = (result, whole, more) => ({
            result,
            refused: job.strict && !result.ok,
            whole,
            ...more,
            payloadError,
            took: performance.now() - started,
        });
        if (job.messages) {
            try {
                const result = messages(job.docs[job.doc].text, payload, { ...compileOptions(job), ...options, to: job.to });
                return done(result, result.text, { messages: result.messages, body: result.body ?? null });
            }
            catch (error) {
                // A build of the engine without prompts still prints the text.
                if (!(error instanceof ItlError && error.code === "unsupported"))
                    throw error;
            }
        }
        const template = this.template(job);
        let result = template.renderPayload(payload, options);
        const whole = result.text;
        if (job.budget) {
            const budget = job.budget === "sms-either" ? (isGsm(whole) ? "sms" : "sms-unicode") : job.budget;
            result = template.renderPayload(payload, { ...options, budget });
        }
        return done(result, whole, { messages: null, body: null });
    }
}
function hold(event, before) {
    try {
        const payload = Payload.fromJson(event.text);
        before?.payload.free();
        return { text: event.text, payload, error: null };
    }
    catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return before ? { ...before, error: message } : { text: "{}", payload: Payload.fromJson("{}"), error: message };
    }
}
const jsonOf = (event) => (event.json ??= JSON.parse(event.text));
const partialsOf = ({ docs, doc }) => Object.fromEntries(docs.filter((_, i) => i !== doc).map((one) => [one.name, one.text]));
function compileOptions(setting) {
    const options = { dialect: setting.dialect, partials: partialsOf(setting), limits: LIMITS };
    if (setting.escape)
        options.escape = setting.escape;
    return options;
}
/** Applies every suggestion that stands for itself, again and again, as a mended tag may show the next mistake. */
export function translate(source, options) {
    let text = source;
    let applied = 0;
    const seen = new Set([text]);
    for (let round = 0; round < MAX_ROUNDS; round++) {
        let end = Number.POSITIVE_INFINITY;
        let next = text;
        let changes = 0;
        const fixes = check(text, options).flatMap((d) => (d.suggestion && d.partial === null ? [d.suggestion] : []));
        // From the end, so that the places before it stay right; of two that overlap one waits for the next round.
        for (const { span, replacement } of fixes.toSorted((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)) {
            if (span.end > end)
                continue;
            next = next.slice(0, span.start) + replacement + next.slice(span.end);
            end = span.start;
            changes++;
        }
        if (changes === 0 || seen.has(next))
            break;
        seen.add(next);
        text = next;
        applied += changes;
    }
    return { text, applied };
}
