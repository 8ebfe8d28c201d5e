import { describe, expect, it } from "vitest";
import { type Command, script } from "../../../providers/model/command";
import type { Means, Mover, Transfer } from "../../../providers/model/mover";
import { TransferFailed } from "../../../providers/transport/errors";
import { type MoverBench, on, TreeMove } from "./bench";
import { arrived, edit, places } from "./steps";

type End = "send" | "receive";
type Arm = (now: boolean) => void;

/** A program of the stream, found by its name and one word of its arguments. */
interface Part {
  readonly what: string;
  readonly end: End;
  readonly program: string;
  readonly word: string;
}

/** So many bytes get through before the kernel kills it. */
const THROUGH = 3_000_000;

/** What both rsyncs have said once the file is on its way: of the writing one it is the checksums of what it has. */
const SAID = 10_000;

/**
 * Stands in front of a program of that name: passes the first bytes on, and is then killed, as by the kernel where no
 * memory is left. Of Python the fifth word is the verb.
 */
const SHIM = `#!/bin/sh
me=\${0##*/} real=$(PATH=\${PATH#*:} command -v "\${0##*/}")
[ "$me" = python3 ] && word=$7 || word=$1
case "$word" in
  -c|send) [ "$word" = WORD ] && { "$real" "$@" | head -c ${THROUGH}; kill -KILL $$; };;
  -I|--server) [ "$word" = WORD ] && {
    exec 3<&0
    "$real" "$@" <&3 3<&- &
    until [ "$(awk '/^wchar/ { print $2 }' "/proc/$!/io")" -ge ${SAID} ]; do :; done
    kill -KILL $! $$
  };;
  -x|-d|-1|receive) [ "$word" = WORD ] && { head -c ${THROUGH} | "$real" "$@"; kill -KILL $$; };;
esac
exec "$real" "$@"
`;

/** A directory that comes first on the path; a Python that is not looked for there is not found elsewhere. */
const before = (directory: string, { argv, ...rest }: Command): Command => ({
  ...rest,
  ...script(
    'PATH=$1:$PATH; shift; exec "$@"',
    directory,
    ...argv.map((word) => word.replaceAll("/usr/bin/python3", "/nowhere/python3")),
  ),
});

/** The same mover, one program of whose streams is killed as long as `armed` says so. */
function killing(mover: Mover, end: End, directory: string, armed: () => boolean): Mover {
  const changed = <T extends Transfer>(transfer: T): T =>
    armed() ? { ...transfer, [end]: before(directory, transfer[end]) } : transfer;
  return {
    ...mover,
    transfer: (passage, number, stream) => changed(mover.transfer(passage, number, stream)),
    finish: (passage, number, begun) => changed(mover.finish(passage, number, begun)),
  };
}

const LARGE = "head -c 17000000 /dev/urandom > large";
const BIG = (names: string): string => `for i in ${names}; do head -c 2500000 /dev/urandom > "f$i"; done`;

export function killed(
  ready: () => MoverBench,
  lacks: Mover["lacks"] = {},
  blocks: Means["blocks"] = lacks.blocks === undefined,
  codec: Means["codec"] = lacks.blocks === undefined ? "zstd" : "gzip",
): void {
  const parts = (): Part[] => [
    { what: "the reader", end: "send", program: "tar", word: "-c" },
    ...(codec === "none"
      ? []
      : [
          { what: "the compressor", end: "send", program: codec, word: "-1" } as const,
          { what: "the decompressor", end: "receive", program: codec, word: "-d" } as const,
        ]),
    { what: "the writer", end: "receive", program: "tar", word: "-x" },
    ...(blocks === true
      ? [
          { what: "the reader of blocks", end: "send", program: "python3", word: "send" } as const,
          { what: "the writer of blocks", end: "receive", program: "python3", word: "receive" } as const,
        ]
      : []),
    ...(blocks === "rsync"
      ? [
          { what: "the reading rsync", end: "send", program: "rsync", word: "-I" } as const,
          { what: "the writing rsync", end: "receive", program: "rsync", word: "--server" } as const,
        ]
      : []),
  ];
  /** A move, and the word by which one program of its streams is killed from now on, or not any more. */
  async function begin(name: string, { end, program, word }: Part): Promise<[TreeMove, Arm]> {
    const bench = ready();
    const [from, to] = places(bench, name);
    const shims = `${bench.scratch[end === "send" ? "source" : "target"]}/${name}-shims`;
    const host = end === "send" ? bench.source : bench.target;
    const store = script(
      'mkdir -p "$1" && printf %s "$3" > "$1/$2" && chmod 755 "$1/$2"',
      shims,
      program,
      SHIM.replaceAll("WORD", word),
    );
    expect((await host.run(store)).code).toBe(0);
    await on(bench.source, from, "echo small > small");
    // rsync only sends what the target has an older copy of.
    if (program === "rsync")
      for (const [host, at] of [
        [bench.source, from],
        [bench.target, to],
      ] as const)
        await on(host, at, LARGE);
    let armed = false;
    const mover = killing(bench.mover, end, shims, () => armed);
    const arm: Arm = (now) => {
      armed = now;
    };
    return [new TreeMove({ ...bench, mover }, from, to), arm];
  }

  const large = (part: Part): string =>
    part.program === "python3" || part.program === "rsync" ? LARGE : BIG("1 2 3");

  function expectBreak(error: unknown, move: TreeMove, { end }: Part): void {
    expect(error).toBeInstanceOf(TransferFailed);
    const { host } = end === "send" ? move.bench.source : move.bench.target;
    const doing = end === "send" ? "sending" : "receiving";
    expect((error as TransferFailed).message).toContain(`${doing} on ${host.name} was killed (signal 9)`);
    expect((error as TransferFailed).remedy).toMatch(/memory.*what has arrived already is not sent again/);
    expect(error).toMatchObject({ interruption: true });
  }

  describe.each(parts())("$what of the stream that is killed", (part) => {
    const name = `killed-${part.end}-${part.program}`;

    it("is a break of the pre-copy, which is gone on with", async () => {
      const [move, arm] = await begin(name, part);
      await edit(move, large(part));
      await move.open();
      await move.prepare();
      arm(true);
      expectBreak(await move.carry().catch((reason: unknown) => reason), move, part);
      arm(false);
      await goOn(move);
    });

    it("is a break of the final pass, which is gone on with", async () => {
      const [move, arm] = await begin(`${name}-final`, part);
      await move.open();
      await move.pass();
      await edit(move, large(part));
      arm(true);
      expectBreak(await move.finish().catch((reason: unknown) => reason), move, part);
      arm(false);
      await goOn(move);
    });
  });
}

/** What the next try at the move does. */
async function goOn(move: TreeMove): Promise<void> {
  await move.open();
  await move.pass();
  await move.finish();
  await arrived(move);
}
