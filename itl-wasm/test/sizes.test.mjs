// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded: what was measured on 2026-11-27, and 2 %, so that nothing grows unnoticed. The aim is
// 340 kB gzip for itl.wasm and 130 kB for itl-slim.wasm; the builds are above it.
const BUILDS = [
  // Measured: 354.2 kB gzip, 299.1 kB brotli.
  { file: "itl.wasm", gate: { gzip: 361_300, brotli: 305_100 } },
  // The same in two parts. Measured: 297.0 kB gzip, 250.5 kB brotli, and 63.5 kB gzip, 55.7 kB brotli.
  { file: "itl-first.wasm", gate: { gzip: 302_900, brotli: 255_500 } },
  { file: "itl-rest.wasm", gate: { gzip: 64_800, brotli: 56_800 } },
  // Measured: 455.9 kB gzip, 382.7 kB brotli.
  { file: "itl-prompts.wasm", gate: { gzip: 465_000, brotli: 390_200 } },
  // Measured: 149.6 kB gzip, 127.6 kB brotli.
  { file: "itl-slim.wasm", gate: { gzip: 152_600, brotli: 130_200 } },
  // Measured: 969.4 kB gzip, 735.4 kB brotli.
  { file: "itl-answers.wasm", gate: { gzip: 988_800, brotli: 750_100 } },
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
