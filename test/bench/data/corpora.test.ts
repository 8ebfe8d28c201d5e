import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must, run } from "../../../program/setup/spawn";
import { programText } from "./corpora";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ferry-corpora-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs one of the generators on this machine. */
async function perform(program: string, ...words: string[]): Promise<string> {
  return must(["python3", "-", ...words], { stdin: await programText(program) });
}

const contents = async (root: string): Promise<string> =>
  must(["sh", "-c", 'cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum', "sh", root]);

describe.skipIf(!hasPython)("a corpus that follows from a seed", () => {
  const make = async (name: string): Promise<string> => {
    const root = join(folder, name);
    await perform("mixed.py", root, "7", "0.0005");
    return root;
  };

  it("is the same every time, also after the same changes", async () => {
    const [one, two] = [await make("one"), await make("two")];
    const before = await contents(one);
    expect(await contents(two)).toBe(before);
    const [first, second] = [
      await perform("change.py", one, "7", "1"),
      await perform("change.py", two, "7", "1"),
    ];
    expect(first).toMatch(/^\d+ \d+\n$/);
    expect(second).toBe(first);
    const after = await contents(one);
    expect(after).not.toBe(before);
    expect(await contents(two)).toBe(after);
  }, 60_000);

  it("of a database changes a hundredth of its pages, and no other", async () => {
    const root = join(folder, "database");
    const image = join(root, "database.img");
    const words = [root, "7", "0.002"];
    await perform("database.py", "make", ...words);
    await must(["cp", "--sparse=always", image, `${image}.before`]);
    const [pages = 0, bytes] = (await perform("database.py", "change", ...words, "1")).split(" ").map(Number);
    expect(bytes).toBe(pages * 8192);
    const { stdout } = await run(["cmp", "-l", `${image}.before`, image]);
    const touched = new Set(
      stdout
        .trim()
        .split("\n")
        .map((line) => Math.floor((Number.parseInt(line, 10) - 1) / 8192)),
    );
    // Runs may meet; then a page is written twice.
    expect(touched.size).toBeLessThanOrEqual(pages);
    expect(touched.size).toBeGreaterThan(pages * 0.8);
  }, 60_000);
});
