import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Suites on whole hosts: each brings up hosts of its own, which wait for each other most of the time. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["test/lab/**/*.lab.test.ts"],
    maxWorkers: 2,
    pool: "forks",
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
  },
});
