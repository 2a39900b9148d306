import { h } from "../dom.js";
import { frameHtml } from "../trusted.js";
import { jsonError, jsonNodes } from "./json.js";
import { markdownNodes } from "./markdown.js";
import { slackNodes } from "./slack.js";
import { countSms } from "./sms.js";
export const ESCAPES = ["none", "html", "json", "xml", "url", "markdown", "slack", "telegram"];
const bar = (length, limit, unit, cut) => {
    const over = length > limit;
    const share = Math.min(100, (length / limit) * 100);
    const words = over
        ? `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} ${unit}: ${(length - limit).toLocaleString("en")} too many${cut ? ", cut" : ""}`
        : `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} ${unit}`;
    const fill = h("span", { class: "fill" });
    fill.style.inlineSize = `${share}%`;
    return h("div", { class: over ? "budget over" : share > 85 ? "budget near" : "budget" }, h("span", {
        class: "track",
        role: "meter",
        "aria-label": "Room used",
        "aria-valuemin": "0",
        "aria-valuemax": String(limit),
        "aria-valuenow": String(Math.min(length, limit)),
        "aria-valuetext": words,
    }, fill), h("span", { class: "words" }, words));
};
const chars = (text) => [...text].length;
function email({ mapped }) {
    const { text } = mapped;
    // A template without markup of its own is a plain letter: its line ends are meant.
    const markup = /<[a-z!/][^>]*>/i.test(text);
    const style = `:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;margin:16px;color:#1c2430;background:#fff;overflow-wrap:anywhere${markup ? "" : ";white-space:pre-wrap"}}table{border-collapse:collapse}img{max-width:100%}`;
    // `sandbox` without any word: no scripts, no forms, no origin, no links that lead away.
    const frame = h("iframe", {
        sandbox: "",
        title: "The e-mail as its reader sees it",
        class: "email-frame",
        referrerpolicy: "no-referrer",
    });
    frame.setAttribute("sandbox", "");
    frame.srcdoc = frameHtml(`<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><style>${style}</style>${text}`);
    return h("div", { class: "mail" }, frame, h("p", { class: "note" }, "Pictures from other servers are not loaded here, and scripts never run."));
}
function sms({ mapped, whole }) {
    const sent = countSms(mapped.text);
    const all = countSms(whole);
    const cut = mapped.text !== whole;
    const facts = [
        `${sent.encoding}`,
        `${sent.units} of ${sent.segments > 1 ? sent.segments * sent.perSegment : sent.perSegment} ${sent.encoding === "GSM-7" ? "characters" : "UTF-16 units"}`,
        `${sent.segments} ${sent.segments === 1 ? "segment" : "segments"}`,
    ];
    return h("div", { class: "handset" }, h("div", { class: "bubble" }, mapped.text ? mapped.nodes() : h("i", {}, "An empty message is not sent.")), h("p", { class: "facts", id: "sms-facts" }, facts.join(" · ")), cut ? h("p", { class: "note" }, `The whole text would take ${all.segments} segments.`) : null, all.foreign.length
        ? h("p", { class: "note" }, `Not in the SMS alphabet: ${all.foreign
            .slice(0, 12)
            .map((c) => `“${c.trim() ? c : `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`}”`)
            .join(" ")}${all.foreign.length > 12 ? " …" : ""}. One such character makes the message a Unicode one, with 70 in place of 160.`)
        : null);
}
function phone({ mapped }) {
    const { text } = mapped;
    const words = text.split(/\s+/).filter(Boolean).length;
    const seconds = Math.max(1, Math.round(words / 2.5));
    const notes = [];
    if (/https?:\/\//.test(text))
        notes.push("Links are spelled out letter by letter; leave them to the other channels.");
    if (/\b[0-9a-f]{12,}\b|\b\d{7,}\b/i.test(text))
        notes.push("Long numbers are hard to follow when spoken.");
    if (/\p{Extended_Pictographic}/u.test(text))
        notes.push("Emoji are left out or read as their names.");
    if (seconds > 30)
        notes.push("People hang up on long calls: half a minute is a good limit.");
    return h("div", { class: "call" }, h("div", { class: "call-head" }, h("span", { class: "call-icon", "aria-hidden": "true" }, "☎"), h("div", {}, h("b", {}, "Incoming call"), h("div", { class: "facts" }, `${words} words · about ${seconds} s`))), h("div", { class: "spoken" }, mapped.nodes()), ...notes.map((note) => h("p", { class: "note" }, note)));
}
function webhook({ mapped, warnings }) {
    const problem = jsonError(mapped.text);
    if (problem === null) {
        return h("div", {}, h("p", { class: "verdict good" }, "Valid JSON"), h("pre", { class: "code" }, jsonNodes(mapped)));
    }
    const told = warnings.find((w) => w.code.startsWith("E06"));
    return h("div", {}, h("p", { class: "verdict bad" }, "Not valid JSON: ", told?.message ?? problem), told?.help ? h("p", { class: "note" }, told.help) : null, h("pre", { class: "code" }, mapped.nodes()));
}
function pagerduty({ mapped, whole }) {
    return h("div", { class: "incident" }, h("div", { class: "incident-row" }, h("span", { class: "pill red" }, "Triggered"), h("span", { class: "incident-title" }, mapped.nodes())), bar(chars(whole), 1_024, "characters", mapped.text !== whole), /\n/.test(mapped.text.trim())
        ? h("p", { class: "note" }, "A summary is one line; line breaks are shown as blanks in most places.")
        : null);
}
function ilert({ mapped, whole }) {
    return h("div", { class: "incident" }, h("div", { class: "incident-row" }, h("span", { class: "pill red" }, "Pending"), h("span", { class: "incident-title" }, mapped.nodes())), bar(chars(whole), 120, "characters that a list or a lock screen shows", false), /\n/.test(mapped.text.trim())
        ? h("p", { class: "note" }, "A summary is one line; put the rest into the details.")
        : null);
}
const ROLES = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" };
function messagesView({ messages, mapped }) {
    if (!messages)
        return h("div", {}, h("p", { class: "note" }, "This build of the engine does not split prompts into messages; the text is:"), h("pre", {}, mapped.nodes()));
    if (!messages.length)
        return h("p", { class: "note" }, "No messages. Blocks named system, user, assistant and tool become messages of that role.");
    let at = 0;
    const content = (text) => {
        // A message is a stretch of the rendered text without the blanks at its ends.
        const found = mapped.text.indexOf(text, at);
        if (found < 0)
            return document.createTextNode(text);
        at = found + text.length;
        return mapped.nodes(found, at);
    };
    return h("ol", { class: "messages" }, ...messages.map((m) => h("li", { class: `message ${m.role}` }, h("div", { class: "role" }, ROLES[m.role]), h("div", { class: "content" }, content(m.content)))));
}
function provider({ body, provider: chosen, onProvider }) {
    const select = h("select", { "aria-label": "Provider", onchange: (e) => onProvider(e.target.value) }, ...["openai", "anthropic", "bedrock"].map((id) => h("option", { value: id, selected: id === chosen }, { openai: "OpenAI", anthropic: "Anthropic", bedrock: "Amazon Bedrock" }[id])));
    return h("div", {}, h("p", {}, select), h("pre", { class: "code" }, JSON.stringify(body, null, 2)));
}
export const DESTINATIONS = [
    { id: "plain", label: "Plain text", escape: "none", hint: "The text as it is. Nothing is escaped." },
    {
        id: "slack",
        label: "Slack",
        escape: "slack",
        budget: "slack",
        hint: "Values cannot mention people or break links: & < > are escaped. Format with *bold*, _italic_, `code`.",
        draw: ({ mapped }) => h("div", { class: "chat slack" }, h("span", { class: "avatar", "aria-hidden": "true" }, "il"), h("div", {}, h("div", { class: "who" }, h("b", {}, "ilert"), h("span", { class: "app" }, "APP")), h("div", { class: "body" }, slackNodes(mapped)))),
    },
    {
        id: "teams",
        label: "Microsoft Teams",
        escape: "markdown",
        hint: "A card with Markdown. Values are escaped, so that * and _ in them stay letters.",
        draw: ({ mapped }) => h("div", { class: "chat teams" }, h("div", { class: "card" }, h("div", { class: "who" }, h("span", { class: "avatar", "aria-hidden": "true" }, "il"), h("b", {}, "ilert")), h("div", { class: "body" }, markdownNodes(mapped)))),
    },
    {
        id: "email",
        label: "E-mail",
        escape: "html",
        hint: "HTML. Values are escaped; markup comes from the template alone.",
        draw: email,
    },
    {
        id: "sms",
        label: "SMS",
        escape: "none",
        budget: "sms-either",
        hint: "Cut to one SMS: 160 characters, or 70 with emoji and other signs.",
        draw: sms,
    },
    { id: "phone", label: "Phone call", escape: "none", hint: "Read aloud by a voice.", draw: phone },
    {
        id: "webhook",
        label: "Webhook JSON",
        escape: "json",
        hint: "Values are escaped for JSON strings, and the whole text is checked.",
        draw: webhook,
    },
    {
        id: "pagerduty",
        label: "PagerDuty",
        escape: "none",
        budget: "pagerduty",
        hint: "The summary of an event: at most 1,024 characters.",
        draw: pagerduty,
    },
    {
        id: "ilert",
        label: "ilert summary",
        escape: "none",
        hint: "The headline of an alert, in lists, pushes and calls.",
        draw: ilert,
    },
    {
        id: "messages",
        label: "Messages",
        escape: "none",
        prompt: true,
        hint: "The prompt as messages, one a role.",
        draw: messagesView,
    },
    {
        id: "provider",
        label: "Provider JSON",
        escape: "none",
        prompt: true,
        hint: "The body that goes to the model's API.",
        draw: provider,
    },
];
export const destinationOf = (id) => DESTINATIONS.find((d) => d.id === id) ?? DESTINATIONS[0];
