import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  placeRouteFile,
  RELOAD_FAILED,
  readRouteFile,
  TEST_FAILED,
} from "../../../providers/commands/proxy-file";
import type { Command } from "../../../providers/model/command";

const directory = mkdtempSync(join(tmpdir(), "ferry-route-"));
const file = join(directory, "route.json");
const loaded = join(directory, "loaded");
const reload = ["sh", "-c", 'sleep 0.2; cp "$0" "$1"', file, loaded];
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a command here; `after` milliseconds later its shell gets the signal. */
function run(command: Command, signal?: NodeJS.Signals, after = 300): Promise<number | string | null> {
  const [program = "", ...args] = command.argv;
  const child = spawn(program, args, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(command.stdin ?? "");
  if (signal) setTimeout(() => child.kill(signal), after);
  return new Promise((resolve) => child.on("close", (code, ended) => resolve(code ?? ended)));
}

describe("placing a route file", () => {
  it.each(["SIGHUP", "SIGTERM", "SIGINT"] as const)(
    "ends what it began when a %s arrives",
    async (signal) => {
      writeFileSync(file, "old");
      const code = await run(
        placeRouteFile({ file, lock: directory, text: signal, test: ["sleep", "0.5"], reload }),
        signal,
      );
      expect([code, readFileSync(loaded, "utf8"), readdirSync(directory).sort()]).toEqual([
        0,
        signal,
        ["loaded", "route.json"],
      ]);
    },
  );

  it("passes the words of the test and of the reload on as they are", async () => {
    const odd = ["two words", "$HOME", "'", '"', "", "*", "\n"];
    const show = (name: string) => [
      "sh",
      "-c",
      'out=$1; shift; printf "<%s>" "$@" >"$out"',
      "sh",
      join(directory, name),
      ...odd,
    ];
    expect(
      await run(
        placeRouteFile({ file, lock: directory, text: "new", test: show("test"), reload: show("reload") }),
      ),
    ).toBe(0);
    const wanted = odd.map((word) => `<${word}>`).join("");
    expect(readFileSync(join(directory, "test"), "utf8")).toBe(wanted);
    expect(readFileSync(join(directory, "reload"), "utf8")).toBe(wanted);
  });

  it("reloads with the earlier file where the reload fails", async () => {
    writeFileSync(file, "good");
    const picky = ["sh", "-c", 'cp "$0" "$1"; grep -q good "$0"', file, loaded];
    const placement = { file, lock: directory, test: [], reload: picky };
    expect(await run(placeRouteFile({ ...placement, text: "bad" }))).toBe(RELOAD_FAILED);
    expect([readFileSync(file, "utf8"), readFileSync(loaded, "utf8")]).toEqual(["good", "good"]);
    expect(await run(placeRouteFile({ ...placement, text: "bad", test: ["false"] }))).toBe(TEST_FAILED);
  });

  it("does not wait for what the reload leaves running", async () => {
    const began = Date.now();
    const daemon = ["sh", "-c", "sleep 4 & exit 0"];
    expect(await run(placeRouteFile({ file, lock: directory, text: "x", test: [], reload: daemon }))).toBe(0);
    expect(await run(placeRouteFile({ file, lock: directory, text: "y", test: [], reload: daemon }))).toBe(0);
    expect(Date.now() - began).toBeLessThan(3_500);
  });

  it("carries no text in its arguments", () => {
    const { argv, stdin } = placeRouteFile({
      file,
      lock: directory,
      text: "the text",
      test: [],
      reload: ["true"],
    });
    expect(argv.join(" ")).not.toContain("the text");
    expect(stdin).toBe("the text");
    expect(readRouteFile(file).argv.at(-1)).toBe(file);
  });
});
