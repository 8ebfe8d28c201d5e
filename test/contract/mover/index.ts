import { afterAll, beforeAll, describe } from "vitest";
import type { MoverBench } from "./bench";
import { changes } from "./changes";
import { failures } from "./failures";
import { firstCopy } from "./first-copy";
import { largeFiles } from "./large-files";
import { proofs } from "./proofs";
import { swaps } from "./swaps";

/** What every mover of files promises, shown on two hosts and a channel between them. */
export function moverContract(name: string, open: () => Promise<MoverBench>): void {
  describe(`${name} keeps the mover contract`, { timeout: 60_000 }, () => {
    let bench: MoverBench | undefined;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench?.close());
    const ready = (): MoverBench => {
      if (!bench) throw new Error("the hosts are not ready");
      return bench;
    };
    firstCopy(ready);
    changes(ready);
    largeFiles(ready);
    proofs(ready);
    swaps(ready);
    failures(ready);
  });
}
