import { delimiter } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesMover } from "../../../providers/movers/files";
import { TransferFailed } from "../../../providers/transport/errors";
import { killedContract, largeFilesContract, proofContract } from "../../contract/mover";
import { type MoverBench, on } from "../../contract/mover/bench";
import { localBench } from "../../contract/mover/local-bench";
import { arrived, beginOn, edit } from "../../contract/mover/steps";
import { withTools } from "../../contract/mover/tools";
import { RSYNC } from "../rsync";

const LARGE = "head -c 20000000 /dev/urandom > large";
const scribble = (file: string) =>
  `head -c 9 /dev/urandom | dd of=${file} bs=1 seek=5000000 conv=notrunc status=none`;

/** Runs a program with its input through a socket. */
const BEHIND_A_SOCKET = `import os, socket, subprocess, sys
ours, theirs = socket.socketpair()
program = subprocess.Popen(sys.argv[1:], stdin=theirs)
theirs.close()
while True:
    data = os.read(0, 65536)
    if not data:
        break
    ours.sendall(data)
ours.shutdown(socket.SHUT_WR)
sys.exit(program.wait())`;

describe.skipIf(RSYNC === undefined)("where large files travel by rsync's delta", () => {
  const path = [process.env.PATH, RSYNC].join(delimiter);
  const mover = withTools(filesMover, { source: path, target: path });
  const means = { codec: "zstd", blocks: "rsync", attributes: "python3" } as const;
  largeFilesContract("the files mover", () => localBench(mover, means));
  proofContract("the files mover", () => localBench(mover, means));
  killedContract("the files mover", () => localBench(mover, means), {}, { blocks: "rsync" });

  describe("a file of which the target has an older copy", { timeout: 60_000 }, () => {
    let bench: MoverBench;
    beforeAll(async () => {
      bench = await localBench(mover, means);
    });
    afterAll(() => bench?.close());
    const begin = beginOn(() => bench);

    it("is never written where a symlink leads that has got in its way", async () => {
      const move = await begin("way", `mkdir -p d/e; cd d/e; ${LARGE}`);
      await move.open();
      await move.pass();
      const outside = `${bench.scratch.target}/outside`;
      await on(bench.target, outside, "mkdir e; echo safe > e/large");
      await on(bench.target, mover.staged(move.passage), `rm -r d && ln -s '${outside}' d`);
      await edit(move, `touch d d/e; ${scribble("d/e/large")}`);
      await move.pass();
      expect(await on(bench.target, outside, "cat e/large")).toBe("safe\n");
      await arrived(move);
    });

    it("is not written through its other names there", async () => {
      const move = await begin("names", `${LARGE}; ln large other`);
      await move.open();
      await move.pass();
      await edit(move, `cp large own; mv own large; ${scribble("large")}`);
      expect((await move.finish()).sent).toBeLessThan(1_000_000);
      await arrived(move);
    });

    it("arrives where what comes is a socket, which cannot be opened a second time", async () => {
      const move = await begin("socket", LARGE, LARGE);
      await move.open();
      await move.prepare();
      const { send, receive, ...transfer } = mover.transfer(move.passage, 0);
      const behind = { ...receive, argv: ["python3", "-c", BEHIND_A_SOCKET, ...receive.argv] };
      await bench.channel.carry({ ...transfer, send, receive: behind });
      await move.settle();
      await move.finish();
      await arrived(move);
    });

    it("may vanish, or become a symlink, before rsync reads it while the service runs", async () => {
      const move = await begin(
        "vanishes",
        `${LARGE}; cp large other; cp large third; mkdir d; cp large d/in`,
      );
      await move.open();
      await move.pass();
      await edit(move, `for f in large other third d/in; do ${scribble("$f")}; done`);
      await move.prepare();
      await edit(move, "rm large; ln -sf third other; rm -r d");
      await move.carry();
      await move.settle();
      await move.finish();
      await arrived(move);
    });

    it("may not vanish before rsync reads it in the final pass", async () => {
      const move = await begin("gone", `${LARGE}; cp large other`);
      await move.open();
      await move.pass();
      await edit(move, `${LARGE}; ${scribble("other")}`);
      let gone: Promise<string> | undefined;
      const onFound = (): void => {
        gone = edit(move, "rm other");
      };
      const error = await move.finish({ slowly: 4_000_000, onFound }).catch((reason: unknown) => reason);
      await gone;
      expect(error).toBeInstanceOf(TransferFailed);
      expect((error as TransferFailed).message).toMatch(
        /sending on alpha exited with 1 .*other.*rsync exited with 2[34]/,
      );
    });

    it("counts as whole before rsync has seen one, and then as much as travelled of the last ones", async () => {
      const move = await begin("expected", LARGE, LARGE);
      await move.open();
      expect((await move.pass()).bytes).toBe(20_000_000);
      await edit(move, scribble("large"));
      expect((await move.pass()).bytes).toBeGreaterThan(19_000_000);
      await edit(move, scribble("large"));
      const { bytes } = await move.finish();
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(1_000_000);
      await arrived(move);
    });

    it("arrives with its attributes, access list, mode and time before 1970, at any rate", async () => {
      const move = await begin("dressed", `${LARGE}; touch small`);
      await move.open();
      await move.pass();
      const dress = [
        "import os",
        "os.setxattr('large', 'user.mime', b'text/plain')",
        "acl = bytes.fromhex('0200000001000600ffffffff02000400d204000004000400ffffffff10000400ffffffff20000000ffffffff')",
        "os.setxattr('large', 'system.posix_acl_access', acl)",
      ].join("; ");
      await edit(
        move,
        `python3 -c "${dress}"; ${scribble("large")}; touch -d '1969-12-31 11:11:11.123456789' large`,
      );
      expect((await move.finish({ slowly: 2_000_000 })).sent).toBeLessThan(1_000_000);
      await arrived(move);
      await edit(move, `python3 -c "import os; os.removexattr('large', 'user.mime')"; chmod 4755 large`);
      expect(await move.agree()).toBe(false);
    });

    it("of which most has been replaced by a shorter one, an empty one or a directory arrives all the same", async () => {
      const move = await begin("others", `${LARGE}; cp large empty; cp large short; cp large folder`);
      await move.open();
      await move.pass();
      await edit(move, ": > empty; truncate -s 17000000 short; rm folder; mkdir folder; cp large folder/in");
      await move.pass();
      await edit(move, "rm -r folder; cp large folder; cp large empty; mv short large");
      await move.finish();
      await arrived(move);
    });
  });
});
