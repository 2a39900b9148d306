import type { FunctionInfo } from "itl-wasm";
import { dialogHead as head } from "./components/dialog.js";
import { byId, h } from "./dom.js";
import type { Doc } from "./workspace.js";

/** Asks for the name of a template or partial; `null` when nothing is to happen. */
export function askDoc(doc: Doc | null, taken: readonly string[], canDelete: boolean): Promise<Doc | "delete" | null> {
  const dialog = byId<HTMLDialogElement>("doc-dialog");
  return new Promise((resolve) => {
    let answer: Doc | "delete" | null = null;
    const name = h("input", {
      type: "text",
      value: doc?.name ?? "",
      required: true,
      spellcheck: false,
      autofocus: true,
      id: "doc-name",
      maxLength: 100,
    });
    const partial = h("input", { type: "checkbox", checked: doc?.partial ?? false });
    const wrong = h("p", { class: "note bad", role: "alert" });
    const form = h(
      "form",
      {
        method: "dialog",
        onsubmit: (event: Event) => {
          const value = name.value.trim();
          const problem =
            !/^[\w./-]+$/.test(value) || value.includes("..") || value.startsWith("/")
              ? "Letters, digits, - _ . and / only."
              : taken.includes(value)
                ? "There is one of that name."
                : null;
          if (problem) {
            event.preventDefault();
            wrong.textContent = problem;
            return;
          }
          answer = { name: value, text: doc?.text ?? "", partial: partial.checked };
        },
      },
      h("label", { class: "stack", for: "doc-name" }, "Name"),
      name,
      h("label", { class: "check" }, partial, " A partial: used by others with ", h("code", {}, "{{> name }}")),
      wrong,
      h(
        "div",
        { class: "buttons" },
        doc && canDelete
          ? h(
              "button",
              { type: "button", class: "button danger", onclick: () => ((answer = "delete"), dialog.close()) },
              "Delete",
            )
          : null,
        h("span", { class: "grow" }),
        h("button", { type: "submit", class: "button primary" }, doc ? "Save" : "Create"),
      ),
    );
    dialog.replaceChildren(
      head("doc-heading", doc ? "Rename" : "New template", dialog),
      h("div", { class: "dialog-body" }, form),
    );
    dialog.addEventListener("close", () => resolve(answer), { once: true });
    dialog.showModal();
    name.select();
  });
}

const KEYS: [string, string][] = [
  ["Ctrl Space", "What can be written here"],
  ["Tab or Enter", "Take what is offered"],
  ["Tab, Shift Tab", "In a call: to the next argument and back; after the last one, out of the tag"],
  ["Ctrl .", "Mend the problem at the cursor"],
  ["F8", "Next problem"],
  ["F2", "Rename a section: both its tags at once"],
  ["Ctrl Shift M", "To the other tag of the section"],
  ["Alt /", "Close the open section"],
  ["Shift Alt F", "Format"],
  ["Ctrl K", "Insert data"],
  ["Ctrl M, then Tab", "Leave the editor"],
  ["← →", "In the message: from tag to tag, Enter goes to the template"],
];

/** All functions with search, from the engine's own list. */
function functionList(functions: readonly FunctionInfo[]): HTMLElement {
  const rows = functions.map((fn) => {
    const example = fn.examples[0];
    const row = h(
      "li",
      {},
      h(
        "div",
        {},
        h("code", {}, fn.signature),
        " ",
        fn.portable ? null : h("span", { class: "kind", title: "ilert itself does not know it" }, "extension"),
      ),
      h("div", {}, fn.doc),
      example
        ? h("div", { class: "example" }, `${example.value || "nothing"} → .${example.call} → ${example.output}`)
        : null,
    );
    return { row, text: `${fn.name} ${fn.aliases.join(" ")} ${fn.doc}`.toLowerCase() };
  });
  const search = h("input", {
    type: "search",
    placeholder: `Search ${functions.length} functions`,
    "aria-label": "Search the functions",
    oninput: () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word));
    },
  });
  return h("div", {}, search, h("ul", { class: "functions" }, ...rows.map((r) => r.row)));
}

/** The help: the language on one page, the keys, the functions. */
export function fillHelp(dialog: HTMLDialogElement, functions: readonly FunctionInfo[]): void {
  const rows: [string, string][] = [
    ["{{ labels.host }}", "puts in a value; dots lead into objects, [0] and [-1] to the first and last of a list"],
    ["{{ host.upperCase() }}", "changes it; type a dot to see what can be done, also after a call"],
    ['{{ owner.default("nobody") }}', "a word for when it is missing"],
    [
      "{{ #alerts }}…{{ /alerts }}",
      "once for each item of the list, whose keys are then near: {{ status }} is the item's own",
    ],
    ['{{ #alerts.where("status", "firing") }}…{{ /alerts }}', "only for the items that are so"],
    ['{{ alerts.pluck("labels.host").join(", ") }}', "a value of all items, on one line"],
    ["{{ #runbook }}See {{ . }}{{ /runbook }}", "only if there is one; the dot is the value itself"],
    ["{{ ^alerts }}…{{ /alerts }}", "only if there is none"],
    ['{{ #severity.equals("critical") }}…{{ /severity }}', "only if it is so"],
    ["{{ @index1 }}  {{ ^@last }}, {{ /@last }}", "in a loop: the position, and all but the last"],
    ["{{> footer }}", "another template put in"],
    ["{{! a note }}", "a note nobody gets"],
    ["{{{ raw }}}", "a value that is not escaped"],
  ];
  dialog.replaceChildren(
    head("help-heading", "How it works", dialog),
    h(
      "div",
      { class: "dialog-body", tabindex: "0", role: "region", "aria-labelledby": "help-heading" },
      h(
        "p",
        {},
        "A template is the text of a message with tags in double braces. When an event comes in, each tag is replaced by what it stands for. A tag with a mistake prints itself, so that no alert is ever lost.",
      ),
      h(
        "table",
        { class: "sheet" },
        h(
          "tbody",
          {},
          ...rows.map(([code, words]) => h("tr", {}, h("td", {}, h("code", {}, code)), h("td", {}, words))),
        ),
      ),
      h("h3", { class: "part" }, "Keys"),
      h(
        "table",
        { class: "sheet" },
        h("tbody", {}, ...KEYS.map(([key, words]) => h("tr", {}, h("td", {}, h("kbd", {}, key)), h("td", {}, words)))),
      ),
      functions.length ? h("h3", { class: "part" }, "Functions") : null,
      functions.length ? functionList(functions) : null,
      h(
        "p",
        { class: "note" },
        "Everything runs in this page. Nothing is sent anywhere; a shared link holds the work in its address.",
      ),
    ),
  );
}
