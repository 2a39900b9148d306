// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded: what was measured on 2026-11-28, and 1 %, so that nothing grows unnoticed. The aim is
// 340 kB gzip for itl.wasm, which is above it, and 130 kB for itl-slim.wasm, which may not exceed it.
const BUILDS = [
  // Measured: 353.3 kB gzip, 298.6 kB brotli.
  { file: "itl.wasm", gate: { gzip: 356_800, brotli: 301_600 } },
  // The same in two parts. Measured: 294.8 kB gzip, 248.2 kB brotli, and 65.5 kB gzip, 57.4 kB brotli.
  { file: "itl-first.wasm", gate: { gzip: 297_700, brotli: 250_700 } },
  { file: "itl-rest.wasm", gate: { gzip: 66_200, brotli: 58_000 } },
  // Measured: 463.4 kB gzip, 388.3 kB brotli.
  { file: "itl-prompts.wasm", gate: { gzip: 468_000, brotli: 392_200 } },
  // Measured: 129.9 kB gzip, 111.0 kB brotli.
  { file: "itl-slim.wasm", gate: { gzip: 130_000, brotli: 113_400 } },
  // Measured: 964.6 kB gzip, 732.0 kB brotli.
  { file: "itl-answers.wasm", gate: { gzip: 983_900, brotli: 746_600 } },
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
