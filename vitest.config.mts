import { configDefaults, defineConfig } from "vitest/config";

/** Everything that needs no root and no hosts; the lab has its own configuration in test/lab. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "dist/**", "test/**/*.lab.test.ts"],
    testTimeout: 20_000,
  },
});
