// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded.
const BUILDS = [
  { file: "itl.wasm", gate: { gzip: 340_000, brotli: 230_000 } },
  { file: "itl-slim.wasm", gate: { gzip: 120_000 } },
];

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

for (const { file, gate } of BUILDS) {
  test(file, () => {
    const found = sizes(join(here, "dist", file));
    const line = Object.keys(gate).map((kind) => `${kb(found[kind])} ${kind} (gate ${kb(gate[kind])})`);
    console.log(`size: ${file} ${kb(found.raw)} raw, ${line.join(", ")}`);
    for (const kind of Object.keys(gate))
      assert.ok(found[kind] <= gate[kind], `${file}: ${found[kind]} bytes ${kind}, at most ${gate[kind]}`);
  });
}
