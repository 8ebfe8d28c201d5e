import { describe, expect, it } from "vitest";
import { quiet, type TreeMove } from "../../contract/mover/bench";
import { differences } from "./odd/differences";
import { OddLab } from "./odd/lab";
import { entriesOf } from "./odd/on-host";

const odd = OddLab.forThisFile();

const edit = (move: TreeMove, text: string) => odd.alpha.must(`cd '${move.passage.from.path}' && ${text}`);
const arrived = async (move: TreeMove): Promise<string[]> =>
  differences(
    await entriesOf(odd.alpha, move.passage.from.path),
    await entriesOf(odd.beta, move.bench.mover.staged(move.passage)),
  );

async function begin(name: string, make: string): Promise<TreeMove> {
  await odd.alpha.must(`mkdir -p /srv/${name} && cd /srv/${name} && ${make}`);
  const move = await odd.move(`/srv/${name}`);
  await move.open();
  return move;
}

/** A pass in which `change` happens after the listing and before anything is read; then as if nothing were. */
async function changedUnderway(name: string, make: string, change: string, then = ":"): Promise<TreeMove> {
  const move = await begin(name, make);
  await move.prepare();
  await edit(move, change);
  await move.carry();
  await move.settle();
  await edit(move, then);
  await move.pass();
  await move.finish();
  return move;
}

describe("an entry that changes its type between the listing and the reading", () => {
  const CASES = [
    ["a directory that becomes a file", "mkdir x; echo 1 > x/a", "rm -r x; echo file > x"],
    ["a directory that becomes a link", "mkdir x; echo 1 > x/a", "rm -r x; ln -s /etc x"],
    ["a file that becomes a link", "echo 1 > x", "rm x; ln -s /etc/passwd x"],
    ["a file that becomes a pipe", "echo 1 > x", "rm x; mkfifo x"],
    ["a link that becomes a file", "ln -s /etc/passwd x", "rm x; echo 1 > x"],
  ] as const;

  it.each(CASES)("%s arrives with the next pass", async (what, make, change) => {
    const name = what.replaceAll(" ", "-");
    const move = await changedUnderway(name, make, change);
    expect((await arrived(move)).filter((line) => !line.includes("(fifo)"))).toEqual([]);
    expect(await move.agree()).toBe(true);
  });

  it.each([
    ["a file that becomes a directory", "echo 1 > x", "rm x; mkdir x; echo 1 > x/in", ":"],
    ["a link that becomes a directory", "ln -s /etc x", "rm x; mkdir x; echo 1 > x/in", ":"],
    ["a file that is a directory for a moment, then nothing", "echo 1 > x", "rm x; mkdir x", "rmdir x"],
  ])("%s arrives with the next pass", async (what, make, change, then) => {
    const move = await changedUnderway(what.replaceAll(/\W+/g, "-"), make, change, then);
    expect(await arrived(move)).toEqual([]);
    expect(await move.agree()).toBe(true);
  });
});

describe("a file that changes while it is read", () => {
  const SIZE = 40_000_000;

  /** A pass on a slow cable; `change` happens once bytes have left and long before the end. */
  async function readSlowly(name: string, change: string): Promise<TreeMove> {
    const move = await begin(
      name,
      `head -c ${SIZE} /dev/urandom > big; echo last > zzz; mkdir d; echo 1 > d/f`,
    );
    await move.prepare();
    await odd.alpha.limitRate(80);
    let changed: Promise<string> | undefined;
    let seen = 0;
    const onBytes = (bytes: number) => {
      seen = bytes;
      changed ??= edit(move, change);
    };
    try {
      await move.bench.channel.carry(move.bench.mover.transfer(move.passage, 0), { onBytes });
    } finally {
      await odd.alpha.limitRate();
    }
    expect(seen).toBeGreaterThan(SIZE / 100);
    await changed;
    await move.settle();
    return move;
  }

  it.each([
    ["grows", "head -c 5000000 /dev/urandom >> big"],
    ["shrinks", "truncate -s 1000 big"],
    ["vanishes", "rm -r big zzz d"],
    ["is replaced", "head -c 1000 /dev/urandom > new; mv new big"],
    [
      "is overwritten and given its old time",
      "touch -r big ../t; dd if=/dev/urandom of=big bs=1M seek=30 count=2 conv=notrunc 2>/dev/null; touch -r ../t big",
    ],
  ])("and %s does not stop a pre-copy, and arrives right", async (what, change) => {
    const move = await readSlowly(what.replaceAll(/\W+/g, "-"), change);
    await move.finish();
    expect(await arrived(move)).toEqual([]);
    expect(await move.agree()).toBe(true);
    await move.discard();
  });
});

describe("a directory of the source that is exchanged for a link to elsewhere", () => {
  const SECRET =
    "mkdir -p -m 700 /srv/elsewhere/b; echo SECRET > /srv/elsewhere/b/file; chmod 600 /srv/elsewhere/b/file";

  it("during the first pass: what lies elsewhere is not in the copy", async () => {
    await odd.alpha.must(SECRET);
    const move = await begin("exchanged", "mkdir -p a/b; echo inside > a/b/file");
    await quiet();
    await move.prepare();
    await edit(move, "mv a a.aside; ln -s ../elsewhere a");
    await expect(move.carry()).rejects.toThrow(/a\/b\/?: Cannot/);
    expect(
      await odd.beta.must(`cd '${move.bench.mover.staged(move.passage)}'; grep -r SECRET . || echo none`),
    ).toBe("none\n");
  });

  it("in a later pass, and back again: a copy that holds it is never called equal", async () => {
    await odd.alpha.must(SECRET);
    const move = await begin("again", "mkdir -p a/b; echo inside > a/b/file; echo x > a/b/other");
    await move.pass();
    await edit(move, "echo changed > a/b/file");
    await quiet();
    await move.prepare();
    await edit(move, "mv a a.aside; ln -s ../elsewhere a");
    await move.carry().catch(() => undefined);
    await edit(move, "rm a; mv a.aside a");
    await move.settle();
    await move.finish();
    const right = (await arrived(move)).length === 0;
    expect(await move.agree()).toBe(right);
  });
});

describe("a pipe in the place of a file", () => {
  it("does not keep the checksums waiting", async () => {
    const move = await begin("waiting", "echo x > f");
    await move.pass();
    const wrapper = '#!/bin/sh\nrm -f f /usr/local/bin/b2sum\nmkfifo f\nexec /usr/bin/b2sum "$@"\n';
    await odd.alpha.write("/usr/local/bin/b2sum", wrapper, 0o755);
    const ended = move.manifest("source").then(
      () => "ended",
      () => "ended",
    );
    const outcome = await Promise.race([
      ended,
      quiet()
        .then(quiet)
        .then(quiet)
        .then(() => "waits"),
    ]);
    await odd.alpha.must("rm -f /usr/local/bin/b2sum; timeout 5 sh -c 'echo > /srv/waiting/f' || :");
    await ended;
    expect(outcome).toBe("ended");
  });
});
