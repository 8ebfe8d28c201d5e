import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repository } from "../../../program/setup/repository";
import { type Finished, run } from "../../../program/setup/spawn";

let root: string;

const put = async (file: string, text: string) => {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
};
const bootstrap = (entry: string, ...rest: string[]): Promise<Finished> =>
  run([process.execPath, join(root, "program/setup/bootstrap.mjs"), entry, ...rest]);
const compilations = async () => (await readFile(join(root, "compiled"), "utf8").catch(() => "")).length;

/** A checkout with one dependency that is installed, and a compiler that counts its runs. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "ferry-bootstrap-"));
  const packages = {
    "node_modules/thing": { version: "1.0.0" },
    "node_modules/other": { version: "2.0.0", optional: true },
  };
  await put("package.json", '{ "name": "x", "version": "1.0.0" }');
  await put("package-lock.json", JSON.stringify({ packages: { "": { version: "1.0.0" }, ...packages } }));
  await put(
    "node_modules/.package-lock.json",
    JSON.stringify({ packages: { "node_modules/thing": { version: "1.0.0" } } }),
  );
  await put("tsconfig.json", "{}");
  await put("program/a.ts", "one");
  await put(
    "node_modules/typescript/bin/tsc",
    `const fs = require("fs"); fs.appendFileSync("compiled", "x");
     if (fs.readFileSync("program/a.ts", "utf8") === "wrong") { console.log("TS0000: wrong"); process.exit(2); }
     for (const d of ["dist/program", "dist/test/suite"]) {
       fs.mkdirSync(d, { recursive: true });
       fs.writeFileSync(d + "/main.js", "console.log(process.argv.slice(2).join()); process.exit(process.argv.length > 2 ? 7 : 0)");
     }`,
  );
  await mkdir(join(root, "program/setup"), { recursive: true });
  await copyFile(
    join(repository(), "program/setup/bootstrap.mjs"),
    join(root, "program/setup/bootstrap.mjs"),
  );
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe("bootstrap", () => {
  it("compiles, runs the entry with its arguments and ends with its code; standard output is the entry's", async () => {
    const done = await bootstrap("dist/program/main.js", "a", "b");
    expect(done).toMatchObject({ code: 7, stdout: "a,b\n" });
    expect(done.stderr).toContain("setup: compiling");
  });

  it("compiles again only when a source changed, appeared or went", async () => {
    await bootstrap("dist/program/main.js");
    expect(await bootstrap("dist/program/main.js")).toMatchObject({ code: 0, stderr: "" });
    expect(await compilations()).toBe(1);
    await put("program/b.ts", "two");
    await bootstrap("dist/program/main.js");
    expect(await compilations()).toBe(2);
    await rm(join(root, "program/b.ts"));
    await bootstrap("dist/program/main.js");
    expect(await compilations()).toBe(3);
  });

  it("stops at a compiler error, and tries again the next time", async () => {
    await put("program/a.ts", "wrong");
    const done = await bootstrap("dist/program/main.js");
    expect(done).toMatchObject({ code: 1, stdout: "" });
    expect(done.stderr).toContain("TS0000: wrong");
    await bootstrap("dist/program/main.js");
    expect(await compilations()).toBe(2);
  });

  it("gives the test suite's count also when nothing could be run", async () => {
    await put("program/a.ts", "wrong");
    expect(await bootstrap("dist/test/suite/main.js")).toMatchObject({
      code: 1,
      stdout: "0 passed, 1 failed\n",
    });
  });

  it("names an entry that is not there", async () => {
    const done = await bootstrap("dist/program/nothing.js");
    expect(done).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("dist/program/nothing.js is not part"),
    });
  });

  it("installs again when the lock file names another version", async () => {
    const packages = { "node_modules/thing": { version: "1.1.0" } };
    await put("package-lock.json", JSON.stringify({ packages: { "": {}, ...packages } }));
    // A PATH without npm: what is seen is that it was called for.
    const env = { ...process.env, PATH: "/nonexistent" };
    const done = await run(
      [process.execPath, join(root, "program/setup/bootstrap.mjs"), "dist/program/main.js"],
      { env },
    );
    expect(done.code).toBe(1);
    expect(done.stderr).toContain("installing the dependencies (npm ci)");
  });
});
