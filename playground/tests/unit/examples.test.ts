// @vitest-environment node
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { check, initSync, render } from "itl-wasm";
import { describe, expect, it } from "vitest";
import { exampleFolders, readExample } from "../../gallery-data.js";
import type { Example } from "../../src/gallery.js";

initSync(readFileSync(resolve(import.meta.dirname, "../../../itl-wasm/dist/itl.wasm")));
const folder = resolve(import.meta.dirname, "../../../examples");
const examples = exampleFolders(folder).map((name) => readExample(join(folder, name)) as unknown as Example);
const integrations = examples.filter((example) => example.dialect === "itl" && example.files.length > 0);

describe.each(integrations.map((example) => [example.id, example] as const))("%s", (_, example) => {
  const options = { timezone: "UTC", now: Date.UTC(2026, 2, 14, 3) };
  const print = (text: string, event: string, escape?: "json") =>
    render(text, JSON.parse(event), { ...options, ...(escape ? { escape } : {}) });
  const keys = (files: Example["files"]) => {
    const key = files.find((file) => file.name === "key")!;
    return Object.fromEntries(example.events.map((event) => [event.name, print(key.text, event.text).text]));
  };

  it("ships firing, resolved, sparse and long", () => {
    expect(example.events.map((event) => event.name)).toEqual(["firing", "resolved", "sparse", "long"]);
    for (const file of example.files) {
      for (const event of example.events) {
        const { text, diagnostics } = print(file.text, event.text, file.name.endsWith(".json") ? "json" : undefined);
        expect(diagnostics, `${file.name}, ${event.name}`).toEqual([]);
        if (event.name !== "sparse") expect(text.trim(), `${file.name}, ${event.name}`).not.toBe("");
        if (file.name.endsWith(".json") && event.name !== "sparse")
          expect(() => JSON.parse(text), `${file.name}, ${event.name}`).not.toThrow();
      }
    }
  });

  it("has templates that ilert understands", () => {
    expect(example.portable.map((file) => file.name)).toEqual(["summary", "details", "key"]);
    for (const file of example.portable)
      expect(
        check(file.text, { portable: true })
          .filter((d) => d.code === "W0502" || d.severity === "error")
          .map((d) => d.message),
        file.name,
      ).toEqual([]);
  });

  it("gives firing and recovery one key", () => {
    const reasons = example.id === "kubernetes-event";
    for (const files of [example.files, example.portable]) {
      const { firing, resolved } = keys(files);
      // A Kubernetes event names its reason in the key: it has no recovery of its own.
      if (!reasons) expect(resolved).toBe(firing);
      expect(firing!.trim()).not.toBe("");
    }
  });
});

describe("the prompt", () => {
  it("ships a usual, a sparse and a long conversation", () => {
    const prompt = examples.find((example) => example.dialect === "mustache")!;
    expect(prompt.events.map((event) => event.name)).toEqual(["usual", "sparse", "long"]);
    const partials = Object.fromEntries(prompt.files.map((file) => [file.name, file.text]));
    for (const file of prompt.files.filter((one) => !one.partial)) {
      for (const event of prompt.events) {
        const { text, diagnostics } = render(file.text, JSON.parse(event.text), { dialect: "mustache", partials });
        expect(diagnostics).toEqual([]);
        expect(text.trim()).not.toBe("");
      }
    }
  });
});
