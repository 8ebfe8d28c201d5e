import { configDefaults, defineConfig } from "vitest/config";

/** Everything that needs no root and no hosts; the lab has its own configuration in test/lab. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "dist/**", "test/**/*.lab.test.ts"],
    // By default one processor is left to others: with two, every file would wait for the one before it.
    maxWorkers: "100%",
    testTimeout: 20_000,
  },
});
