import { diffNodes } from "@itl/editor";
import type { App } from "../app.js";
import type { Goals } from "../components/message-panel.js";
import { download } from "../components/toast.js";
import { h } from "../dom.js";
import { KIND_WORDS, type TestResult, toTestFile } from "../testing.js";
import { freeName, type TestCase, type TestKind } from "../workspace.js";

const ADDABLE: readonly TestKind[] = ["contains", "notContains", "matches", "json", "maxChars"];

/** Tests of the work: kept messages and conditions, green or red. */
export function testsView(app: App, _goals: Goals): HTMLElement {
  const { tests, work } = app.state;
  const failed = tests.filter((one) => !one.ok).length;
  const add = (kind: TestKind, text: string): void => {
    const name = freeName(
      `${app.mainDoc.name}, ${app.event.name}`,
      work.tests.map((test) => test.name),
    );
    app.edit({ tests: [...work.tests, { name, doc: app.mainDoc.name, events: [app.event.name], kind, text }] });
  };
  const condition = h(
    "select",
    {
      "aria-label": "Add a condition",
      id: "add-condition",
      onchange: () => {
        const kind = ADDABLE.find((one) => one === condition.value);
        if (kind) add(kind, kind === "maxChars" ? "160" : "");
      },
    },
    h("option", { value: "" }, "Add a condition…"),
    ...ADDABLE.map((kind) => h("option", { value: kind }, KIND_WORDS[kind])),
  );
  const exportAll = (): void => {
    for (const name of new Set(work.tests.map((test) => test.doc))) {
      download(`${name.replace(/[^\w.-]+/g, "-")}.itl-test.yaml`, toTestFile(work, name), "application/yaml");
    }
    for (const doc of work.docs.filter((one) => one.partial)) {
      download(
        `${doc.name.replace(/^.*\//, "")}.${work.dialect === "mustache" ? "mustache" : "itl"}`,
        doc.text,
        "text/plain",
      );
    }
  };
  return h(
    "div",
    { class: "tests-view" },
    h(
      "div",
      { class: "row" },
      h(
        "button",
        {
          type: "button",
          class: "button small primary",
          id: "keep-message",
          onclick: () => add("expect", app.state.rendered?.whole ?? ""),
        },
        "Keep this message as expected",
      ),
      condition,
      h("span", { class: "grow" }),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "export-tests",
          disabled: work.tests.length === 0,
          title: "A file for `itl test`",
          onclick: exportAll,
        },
        "Export tests",
      ),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "import-tests",
          onclick: () => document.getElementById("import-file")?.click(),
        },
        "Import",
      ),
    ),
    work.tests.length === 0
      ? h(
          "p",
          { class: "note" },
          "A test says what a template has to print for an event. It runs with each key, here and with ",
          h("code", {}, "itl test"),
          ".",
        )
      : h(
          "div",
          {
            class: "strip",
            role: "img",
            "aria-label": failed ? `${failed} of ${tests.length} tests fail` : `all ${tests.length} tests pass`,
          },
          ...tests.map((one) => h("span", { class: one.ok ? "good" : "bad" })),
        ),
    h("ul", { class: "tests" }, ...work.tests.map((test, i) => row(app, test, i, tests[i]))),
  );
}

function row(app: App, test: TestCase, index: number, result: TestResult | undefined): HTMLElement {
  const change = (patch: Partial<TestCase>): void => {
    app.edit({ tests: app.work.tests.map((one, i) => (i === index ? { ...one, ...patch } : one)) });
  };
  const name = h("input", {
    type: "text",
    value: test.name,
    "aria-label": "Name of the test",
    maxLength: 200,
    onchange: () => change({ name: name.value }),
  });
  const long = test.kind === "expect";
  const field = ["contains", "notContains", "matches", "maxChars"].includes(test.kind)
    ? h("input", {
        type: test.kind === "maxChars" ? "number" : "text",
        value: test.text,
        "aria-label": KIND_WORDS[test.kind],
        oninput: (event: Event) => change({ text: (event.target as HTMLInputElement).value }),
      })
    : null;
  const got = result?.got[0] ?? "";
  return h(
    "li",
    { class: `test ${result ? (result.ok ? "good" : "bad") : ""}`, "data-test": test.name },
    h(
      "div",
      { class: "row" },
      h("span", { class: "mark", "aria-hidden": "true" }, result ? (result.ok ? "✓" : "✗") : "·"),
      name,
      h("span", { class: "note" }, `${test.doc} · ${test.events.join(", ")} · ${KIND_WORDS[test.kind]}`),
      field,
      h("span", { class: "grow" }),
      long && result && !result.ok && result.got.length > 0
        ? h("button", { type: "button", class: "button small", onclick: () => change({ text: got }) }, "Accept")
        : null,
      h(
        "button",
        {
          type: "button",
          class: "button small icon",
          "aria-label": `Delete ${test.name}`,
          onclick: () => app.edit({ tests: app.work.tests.filter((_, i) => i !== index) }),
        },
        "×",
      ),
    ),
    result && !result.ok ? h("p", { class: "note bad" }, result.why ?? "") : null,
    long && result && !result.ok && result.got.length > 0 ? diffNodes(test.text, got) : null,
  );
}
