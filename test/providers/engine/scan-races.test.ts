import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { decider } from "../../../providers/engine/decide";
import { scanDataset } from "../../../providers/engine/scan";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";
import { BUSYBOX, busyboxTools } from "../busybox";

const tools = busyboxTools();
afterAll(() => rmSync(tools, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-scan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sh = (text: string): void => void execFileSync("bash", ["-ec", text], { cwd: folder });
const host = (name: string) => localTransport({ name, address: "127.0.0.1", root: folder });
const dataset = (name: string) => ({ id: "directory", type: "directory", path: join(folder, name) }) as const;

/** A host where something happens to the tree after it was listed, and before its files are read. */
function meanwhile(text: string, env: Readonly<Record<string, string>>): Transport {
  const whole = host("alpha");
  return {
    ...whole,
    run: (command, options) => {
      if (command.stdin !== undefined) sh(`cd a; ${text}`);
      return whole.run({ ...command, env: { ...command.env, ...env } }, options);
    },
    stream: (command, sink, options) => whole.stream({ ...command, env }, sink, options),
  };
}

const CASES: [what: string, special: string, env: Readonly<Record<string, string>>][] = [
  ["a pipe", "mkfifo f", {}],
  ["a link to a device without end", "ln -s /dev/zero f", {}],
];
if (BUSYBOX !== undefined) CASES.push(["a pipe, where there is only busybox", "mkfifo f", { PATH: tools }]);

it.each(CASES)(
  "a scan is not held up by %s, that comes in the place of a file before it is read",
  async (_, special, env) => {
    sh(
      "mkdir a b; for i in $(seq 500); do echo $i > a/$i; done; echo one > a/f; cp -r a/. b; touch -d @100 b/*",
    );
    const { counts, conflicts } = await scanDataset(
      meanwhile(`rm f; ${special}`, env),
      host("beta"),
      dataset("a"),
      dataset("b"),
      { exclude: [], decide: decider({ default: "stop", overwrite: [], skip: [] }) },
    );
    expect(counts.match).toBe(500);
    expect(conflicts.map(({ path, status }) => `${path}: ${status}`)).toEqual(["f: newer_source"]);
  },
);
