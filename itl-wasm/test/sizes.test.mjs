// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded: what was measured on 2026-11-26, and 2 %, so that nothing grows unnoticed. The aim is
// 340 kB gzip and 230 kB brotli for itl.wasm, and 130 kB gzip for itl-slim.wasm; the builds are above it.
const BUILDS = [
  // Measured: 455.5 kB gzip, 373.1 kB brotli.
  { file: "itl.wasm", gate: { gzip: 464_600, brotli: 380_600 } },
  // Measured: 520.9 kB gzip, 424.3 kB brotli.
  { file: "itl-prompts.wasm", gate: { gzip: 531_300, brotli: 432_800 } },
  // Measured: 161.6 kB gzip, 137.3 kB brotli.
  { file: "itl-slim.wasm", gate: { gzip: 164_800, brotli: 140_000 } },
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
