import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(__dirname, "../../schemas");
const READS_AND_WRITES = new Set(["file.ts", "generate.ts"]);

describe("schemas/", () => {
  it.each(globSync("**/*.ts", { cwd: folder }))(
    "%s imports only zod, yaml, ajv and its neighbours",
    (file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const imported = [...text.matchAll(/from "([^"]+)"/g)].map(([, from = ""]) => from);
      const allowed = READS_AND_WRITES.has(file)
        ? /^(?:zod|yaml|ajv|node:(?:fs|path))$/
        : /^(?:zod|yaml|ajv)$/;
      const outside = imported.filter(
        (from) => !allowed.test(from) && !join("/schemas", file, "..", from).startsWith("/schemas/"),
      );
      expect(outside).toEqual([]);
    },
  );
});
