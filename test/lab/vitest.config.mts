import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Suites on whole hosts: one at a time, since each brings up hosts of its own. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["test/lab/**/*.lab.test.ts"],
    fileParallelism: false,
    pool: "forks",
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
  },
});
