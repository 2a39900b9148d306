import { describe, expect, it } from "vitest";
import { pairTags, pathRange, scanTags } from "../src/index.js";
import { Scanner } from "../src/scanner.js";
import engineSpans from "./engine-spans.json" with { type: "json" };

const texts = (source: string, dialect?: "itl" | "mustache"): string[] =>
  scanTags(source, dialect).map((t) => source.slice(t.from, t.to));

describe("scanTags", () => {
  it("finds tags, sigils and insides", () => {
    const source = "a {{ host }} b {{ #alerts }}x{{ / alerts }}{{! note }}{{> p }}";
    const tags = scanTags(source);
    expect(tags.map((t) => t.sigil)).toEqual(["", "#", "/", "!", ">"]);
    expect(tags.map((t) => source.slice(t.innerFrom, t.innerTo))).toEqual(["host", "alerts", "alerts", "note", "p"]);
  });

  it("does not end a tag inside a quoted argument, in ITL", () => {
    const source = '{{ a.replaceAll("}}", "") }} {{ b }}';
    expect(texts(source)).toEqual(['{{ a.replaceAll("}}", "") }}', "{{ b }}"]);
    expect(texts(source, "mustache")).toEqual(['{{ a.replaceAll("}}', "{{ b }}"]);
  });

  it("follows set delimiters", () => {
    const source = "{{=<% %>=}}<% a %>{{ text }}<%={{ }}=%>{{ b }}";
    expect(texts(source)).toEqual(["{{=<% %>=}}", "<% a %>", "<%={{ }}=%>", "{{ b }}"]);
  });

  it("keeps triple braces together", () => {
    const tags = scanTags("{{{ a }}} {{{b} }} {{& c }}");
    expect(tags.map((t) => [t.sigil, t.to - t.from])).toEqual([
      ["{", 9],
      ["{", 8],
      ["&", 8],
    ]);
  });

  it("ends an unclosed tag where the next begins or the line ends", () => {
    const tags = scanTags("{{ a {{ b }}\n{{ c\nd");
    expect(tags.map((t) => t.closed)).toEqual([false, true, false]);
    expect(tags[2]!.to).toBe("{{ a {{ b }}\n{{ c".length);
  });

  it("counts UTF-16 units", () => {
    expect(scanTags("🔥{{ a }}")[0]!.from).toBe(2);
  });

  it("looks at twice as many characters of a text that is twice as long", () => {
    const steps = (text: string): number => {
      const scanner = new Scanner(text, "itl");
      expect(scanner.run().length).toBeGreaterThan(0);
      return scanner.steps;
    };
    const pieces = [
      "{",
      "{{ a ",
      '{{ a("',
      '{{ a("\\',
      "{{ a('\", ",
      '{{ a("x"), ',
      "{{{ a }} ",
      "{{= ",
      "{{=a b=}} ",
      "{{! ",
      "{{ a }}",
      '{{ a.f("}}", "b") }}\n',
      '{{>a("',
    ];
    for (const piece of pieces) {
      const [once, twice] = [2_000, 4_000].map((count) => steps(piece.repeat(count)));
      expect(twice! / once!, piece).toBeLessThan(2.2);
    }
  });

  it("finds the tags that the engine finds, over the corpus", () => {
    const templates = engineSpans as { dialect: "itl" | "mustache"; template: string; tags: (number | string)[][] }[];
    expect(templates.length).toBeGreaterThan(1_000);
    for (const { dialect, template, tags } of templates) {
      const found = scanTags(template, dialect).map((tag, at) => {
        // Of a tag without an end the engine says only where it begins.
        if (!tag.closed) return [tag.from];
        if (tags[at]?.length === 2) return [tag.from, tag.to];
        return tag.sigil === "=" ? [tag.from, tag.to, "="] : [tag.from, tag.to, tag.sigil, tag.innerFrom, tag.innerTo];
      });
      expect(found, `${dialect}: ${template}`).toEqual(tags);
    }
  });
});

describe("pairTags", () => {
  it("pairs by path, with or without calls", () => {
    const source = '{{ #sev.equals("critical") }}{{ #a }}{{ /a }}{{ /sev }}{{ #open }}';
    const pairs = pairTags(source, scanTags(source));
    expect(
      pairs.map((p) => [
        source.slice(p.open.innerFrom, p.open.innerTo),
        p.close && source.slice(p.close.innerFrom, p.close.innerTo),
      ]),
    ).toEqual([
      ['sev.equals("critical")', "sev"],
      ["a", "a"],
      ["open", null],
    ]);
  });

  it("takes the path without the calls for a name", () => {
    const source = '{{ #labels["a.b(c)"].x.trim() }}';
    const { from, to } = pathRange(source, scanTags(source)[0]!);
    expect(source.slice(from, to)).toBe('labels["a.b(c)"].x');
  });
});
