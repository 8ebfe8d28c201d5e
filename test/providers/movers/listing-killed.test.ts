import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, script } from "../../../providers/model/command";
import type { Mover } from "../../../providers/model/mover";
import { type MoverBench, on, quiet, snapshot, TreeMove } from "../../contract/mover/bench";
import { localFiles } from "./local-files";

/** What the last listing is worked out with. */
const PROGRAMS = ["find", "sort", "comm", "awk"];

/** Counts how often it was started, and is killed that time of all, as by the kernel where no memory is left. */
const SHIM = `#!/bin/sh
here=\${0%/*} me=\${0##*/}
echo >> "$here/$me.started"
[ "$(wc -l < "$here/$me.started")" != "$(cat "$here/$me.kill" 2> /dev/null)" ] || kill -KILL $$
PATH=\${PATH#*:} exec "$me" "$@"
`;

let bench: MoverBench;
beforeAll(async () => {
  bench = await localFiles();
});
afterAll(() => bench.close());

const MAKE = `mkdir -p a/b c; for f in a/1 a/b/2 a/b/3 c/4 c/5 6; do echo $f > $f; done`;
const CHANGE = `rm a/b/2 c/4; echo new > c/new; echo more >> 6; mv a/1 a/one`;

/** A mover whose last listing finds these programs before the others. */
function finding(shims: string): Mover {
  const first = (command: Command): Command => ({
    ...command,
    ...script('PATH=$1:$PATH; shift; exec "$@"', shims, ...command.argv),
  });
  const { mover } = bench;
  return {
    ...mover,
    finish: (passage, number, begun) => {
      const finish = mover.finish(passage, number, begun);
      return { ...finish, send: first(finish.send) };
    },
  };
}

/** Moves of trees that have arrived and were proven, and were changed in every way after that. */
async function changed(shims: string, names: readonly string[]): Promise<TreeMove[]> {
  const { source, target } = bench.scratch;
  const mover = finding(shims);
  const moves = names.map(
    (name) => new TreeMove({ ...bench, mover }, `${source}/${name}`, `${target}/${name}`),
  );
  for (const move of moves) {
    await on(bench.source, move.passage.from.path, MAKE);
    await move.open();
    await move.pass();
  }
  // From now on what has arrived is clean, so that nothing of it is sent again.
  await quiet();
  for (const move of moves) {
    await move.pass();
    await move.prove();
    await on(bench.source, move.passage.from.path, CHANGE);
  }
  return moves;
}

function shimsFor(program: string): string {
  const shims = join(bench.source.host.root, `shims-${program}`);
  mkdirSync(shims, { recursive: true });
  writeFileSync(join(shims, program), SHIM);
  chmodSync(join(shims, program), 0o755);
  return shims;
}

describe("the last listing of a move", () => {
  it.each(PROGRAMS)(
    "of which any %s is killed ends the pass, or is right all the same",
    async (program) => {
      const shims = shimsFor(program);
      const [whole] = await changed(shims, [`${program}-whole`]);
      await whole?.finish();
      const starts = readFileSync(join(shims, `${program}.started`), "utf8").length;
      const names = Array.from({ length: starts }, (_, nth) => `${program}-${nth + 1}`);
      let ended = 0;
      for (const [nth, move] of (await changed(shims, names)).entries()) {
        writeFileSync(join(shims, `${program}.started`), "");
        writeFileSync(join(shims, `${program}.kill`), String(nth + 1));
        const seen = await move.finish().then(
          (finished) => finished.seen,
          () => undefined,
        );
        if (seen && seen[0].root === seen[1].root) await expectTheSame(move, `${nth + 1}. ${program}`);
        else ended += 1;
      }
      expect(ended).toBeGreaterThan(0);
    },
    120_000,
  );
});

/** What is said to be proven is so. */
async function expectTheSame(move: TreeMove, killed: string): Promise<void> {
  const staged = await snapshot(bench.target, bench.mover.staged(move.passage));
  expect(staged, `after the ${killed}`).toBe(await snapshot(bench.source, move.passage.from.path));
}
