import { defineConfig } from "vitest/config";
import page from "./vite.config.ts";

// The packages beside this one are found as in the page.
export default defineConfig({
  resolve: page.resolve,
  test: { include: ["tests/unit/**/*.test.ts"], environment: "happy-dom" },
});
