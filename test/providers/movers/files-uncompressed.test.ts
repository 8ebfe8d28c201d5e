import { afterAll, beforeAll, describe, it } from "vitest";
import { killedContract } from "../../contract/mover";
import type { MoverBench } from "../../contract/mover/bench";
import { arrived, beginOn, edit } from "../../contract/mover/steps";
import { localFiles } from "./local-files";

const open = (): Promise<MoverBench> => localFiles(undefined, { codec: "none" });

killedContract("the files mover without compressing", open, {}, { codec: "none" });

describe("the files mover without compressing", () => {
  let bench: MoverBench;
  beforeAll(async () => {
    bench = await open();
  });
  afterAll(() => bench.close());

  it("brings small files and large ones, in every pass", { timeout: 60_000 }, async () => {
    const make = "mkdir d; echo one > d/one; echo two > two; head -c 17000000 /dev/urandom > large";
    const move = await beginOn(() => bench)("tree", make);
    await move.open();
    await move.pass();
    await edit(
      move,
      "echo more >> d/one; rm two; echo 1 | dd of=large bs=1 seek=9000000 conv=notrunc status=none",
    );
    await move.pass();
    await edit(move, "echo three > three; echo 2 | dd of=large bs=1 seek=100 conv=notrunc status=none");
    await move.finish();
    await arrived(move);
  });
});
