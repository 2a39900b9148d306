// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded: what was measured on 2026-11-27, and 2 %, so that nothing grows unnoticed. The aim is
// 340 kB gzip for itl.wasm and 130 kB for itl-slim.wasm; the builds are above it.
const BUILDS = [
  // Measured: 351.8 kB gzip, 297.4 kB brotli.
  { file: "itl.wasm", gate: { gzip: 356_900, brotli: 301_600 } },
  // The same in two parts. Measured: 295.4 kB gzip, 249.2 kB brotli, and 62.4 kB gzip, 55.0 kB brotli.
  { file: "itl-first.wasm", gate: { gzip: 301_300, brotli: 254_200 } },
  { file: "itl-rest.wasm", gate: { gzip: 63_700, brotli: 56_100 } },
  // Measured: 449.7 kB gzip, 377.5 kB brotli.
  { file: "itl-prompts.wasm", gate: { gzip: 458_700, brotli: 385_000 } },
  // Measured: 147.4 kB gzip, 125.7 kB brotli.
  { file: "itl-slim.wasm", gate: { gzip: 150_300, brotli: 128_200 } },
  // Measured: 961.0 kB gzip, 736.9 kB brotli.
  { file: "itl-answers.wasm", gate: { gzip: 980_200, brotli: 751_600 } },
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
