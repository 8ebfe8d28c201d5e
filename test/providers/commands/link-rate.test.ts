import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rateIn, sendZeros, timeZeros } from "../../../providers/commands/link-rate";
import type { Command } from "../../../providers/model/command";

const run = ({ argv: [program = "", ...words] }: Command, input?: Buffer, path?: string) =>
  spawnSync(program, words, {
    input,
    maxBuffer: 1 << 26,
    env: { ...process.env, ...(path ? { PATH: `${path}:${process.env.PATH}` } : {}) },
  });
const said = (input: Buffer, path?: string): string[] => {
  const { status, stderr, stdout } = run(timeZeros(), input, path);
  expect([status, stdout.toString()]).toEqual([0, ""]);
  return stderr.toString().split("\n");
};

it("times what comes after the beginning", () => {
  const zeros = run(sendZeros()).stdout;
  expect(zeros.length).toBe(20 << 20);
  const rate = rateIn(said(zeros));
  expect(rate).toBeGreaterThan(1e6);
});

it("takes the bytes that it times for the time that it says", () => {
  expect(rateIn(["something else", "ferry-took 1000000000"])).toBe(16 << 20);
  expect(rateIn(["something else"])).toBeUndefined();
  expect(rateIn(["ferry-took 0"])).toBeUndefined();
});

it.each([
  ["seconds alone", "1700000000"],
  ["a letter", "1700000000N"],
  ["a percent sign", "1700000000%N"],
])("says nothing where date knows no nanoseconds and prints %s for them", (_, printed) => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-date-"));
  try {
    writeFileSync(join(folder, "date"), `#!/bin/sh\necho '${printed}'\n`);
    chmodSync(join(folder, "date"), 0o755);
    expect(execFileSync(join(folder, "date"), { encoding: "utf8" }).trim()).toBe(printed);
    expect(rateIn(said(Buffer.alloc(1 << 20), folder))).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
