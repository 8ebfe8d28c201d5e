import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MovePaused, MoveStuck, MoveUnwound } from "../../../providers/engine/errors";
import { both, diary, diaryFolder } from "../../../providers/pulumi/diary";
import { progressLine } from "../../../providers/pulumi/progress";

let folder: string;
let now = 0;
const clock = (): number => now;
const move = { move: "a1b2", service: "shop", from: "alpha", to: "beta", resumed: false };

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "ferry-diary-")), "moves");
  now = Date.UTC(2026, 10, 21, 12);
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const lines = (): Record<string, unknown>[] =>
  readFileSync(join(folder, "shop-a1b2.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const copying = (share: number) =>
  ({
    step: "precopy",
    text: "volume:shop_db, pass 2",
    share,
    bytes: share * 1e9,
    totalBytes: 1e9,
    files: 12,
    rate: 1e8 / 3,
    secondsLeft: 1.234,
    pass: 2,
    dirtyRate: 1e6 / 3,
  }) as const;

describe("the diary of a move", () => {
  it("is JSON lines from the beginning to the end, for nobody else's eyes", () => {
    const log = diary({ folder, clock });
    log.begins?.(move);
    log.progress(copying(0.4242));
    log.note("data travels from host to host");
    log.ends?.();
    expect(lines()).toEqual([
      { at: "2026-11-21T12:00:00.000Z", event: "begins", ...move },
      {
        at: "2026-11-21T12:00:00.000Z",
        event: "progress",
        step: "precopy",
        text: "volume:shop_db, pass 2",
        percent: 42.4,
        bytes: 424_200_000,
        totalBytes: 1e9,
        files: 12,
        rate: 33_333_333,
        secondsLeft: 1.2,
        pass: 2,
        dirtyRate: 333_333,
      },
      { at: "2026-11-21T12:00:00.000Z", event: "note", text: "data travels from host to host" },
      { at: "2026-11-21T12:00:00.000Z", event: "ends", outcome: "moved" },
    ]);
    expect(statSync(join(folder, "shop-a1b2.jsonl")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("stays small however long a move takes", () => {
    const log = diary({ folder, clock });
    log.begins?.(move);
    for (let second = 0; second < 100_000; second++) {
      now += 1000;
      log.progress(copying(second / 100_000));
    }
    expect(lines().length).toBeLessThan(1000);
    expect(lines().length).toBeGreaterThan(300);
  });

  it.each([
    [new MovePaused("p", { remedy: "" }), "paused"],
    [new MoveUnwound("u", { remedy: "" }), "put back"],
    [new MoveStuck("s", { remedy: "" }, []), "stuck"],
    [new Error("secret"), "failed"],
  ])("says how it ended, without the error's words: %s", (error, outcome) => {
    const log = diary({ folder, clock });
    log.begins?.(move);
    log.ends?.(error);
    expect(lines().at(-1)).toEqual({ at: expect.any(String), event: "ends", outcome });
  });

  it("goes on in the same file when the move does", () => {
    for (const resumed of [false, true]) diary({ folder, clock }).begins?.({ ...move, resumed });
    expect(lines().map((line) => line.resumed)).toEqual([false, true]);
  });

  it("keeps those of the last fifty moves", () => {
    diary({ folder, clock }).begins?.(move);
    for (let i = 0; i < 60; i++) {
      const file = join(folder, `old-${i}.jsonl`);
      writeFileSync(file, "");
      utimesSync(file, i, i);
    }
    diary({ folder, clock }).begins?.({ ...move, move: "c3" });
    const names = readdirSync(folder);
    expect(names).toHaveLength(50);
    expect(names).toEqual(expect.arrayContaining(["shop-a1b2.jsonl", "shop-c3.jsonl", "old-59.jsonl"]));
    expect(names).not.toContain("old-0.jsonl");
  });

  it("never fails a move", () => {
    const taken = join(folder, "..", "taken");
    writeFileSync(taken, "a file");
    const log = diary({ folder: join(taken, "moves"), clock });
    log.begins?.(move);
    log.progress(copying(0.5));
    log.ends?.();
  });

  it("is told the same as others", () => {
    const told: string[] = [];
    const listener = (name: string) => ({
      begins: () => void told.push(`${name} begins`),
      progress: () => void told.push(`${name} progress`),
      note: () => void told.push(`${name} note`),
      ends: () => void told.push(`${name} ends`),
    });
    const log = both(listener("a"), listener("b"));
    log.begins?.(move);
    log.progress(copying(0));
    log.note("");
    log.ends?.();
    expect(told).toEqual(
      ["begins", "progress", "note", "ends"].flatMap((what) => [`a ${what}`, `b ${what}`]),
    );
  });
});

describe("the folder of diaries", () => {
  it("is the user's own for state, wherever that is", () => {
    expect(diaryFolder({ XDG_STATE_HOME: "/var/state" })).toBe("/var/state/ferry/moves");
    for (const env of [{}, { XDG_STATE_HOME: "" }, { XDG_STATE_HOME: "relative" }])
      expect(diaryFolder(env)).toBe(join(homedir(), ".local/state/ferry/moves"));
  });
});

describe("the row of a service", () => {
  it("shows pass, percent, bytes, files, rate, time left and what the service writes meanwhile", () => {
    expect(progressLine(copying(0.42))).toBe(
      "precopy: volume:shop_db, pass 2: 42 %, 420 MB of 1.0 GB, 12 files, 33.3 MB/s, 1.2 s left, the service writes 333 kB/s",
    );
  });
});
