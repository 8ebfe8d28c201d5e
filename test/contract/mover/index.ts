import { afterAll, beforeAll, describe } from "vitest";
import type { Mover } from "../../../providers/model/mover";
import type { MoverBench } from "./bench";
import { changes } from "./changes";
import { failures } from "./failures";
import { firstCopy } from "./first-copy";
import { killed } from "./killed";
import { largeFiles } from "./large-files";
import { proofs } from "./proofs";
import { swaps } from "./swaps";

/** The part of the contract that is about the bytes: for pairs of hosts whose halves have been shown by the whole. */
export function copyContract(name: string, open: () => Promise<MoverBench>): void {
  onBench(`${name} brings what it should`, open, (ready) => {
    firstCopy(ready);
    changes(ready);
  });
}

/** What every mover of files promises, but for what it says it lacks, shown on two hosts and a channel between them. */
export function moverContract(
  name: string,
  open: () => Promise<MoverBench>,
  lacks: Mover["lacks"] = {},
): void {
  onBench(`${name} keeps the mover contract`, open, (ready) => {
    firstCopy(ready);
    changes(ready);
    largeFiles(ready, lacks);
    proofs(ready);
    swaps(ready);
    failures(ready);
  });
}

/** Programs of a stream that are killed: for hosts whose shell looks for all programs on its path (busybox's does not). */
export function killedContract(
  name: string,
  open: () => Promise<MoverBench>,
  lacks: Mover["lacks"] = {},
): void {
  onBench(`${name} goes on after`, open, (ready) => killed(ready, lacks));
}

function onBench(
  name: string,
  open: () => Promise<MoverBench>,
  cases: (ready: () => MoverBench) => void,
): void {
  describe(name, { timeout: 60_000 }, () => {
    let bench: MoverBench | undefined;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench?.close());
    const ready = (): MoverBench => {
      if (!bench) throw new Error("the hosts are not ready");
      return bench;
    };
    cases(ready);
  });
}
