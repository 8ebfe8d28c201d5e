import { afterAll, beforeAll, describe } from "vitest";
import type { Means, Mover } from "../../../providers/model/mover";
import type { MoverBench } from "./bench";
import { changes } from "./changes";
import { failures } from "./failures";
import { firstCopy } from "./first-copy";
import { killed } from "./killed";
import { largeFiles } from "./large-files";
import { proofs } from "./proofs";
import { swaps } from "./swaps";

type Open = () => Promise<MoverBench>;

/**
 * What every mover of files promises, but for what it says it lacks, shown on two hosts and a channel between them.
 * It takes minutes: its parts, which are the next four, can each have a file of their own.
 */
export function moverContract(name: string, open: Open, lacks: Mover["lacks"] = {}): void {
  copyContract(name, open);
  largeFilesContract(name, open, lacks);
  proofContract(name, open);
  swapContract(name, open, lacks);
}

/** The part of the contract that is about the bytes: alone for pairs of hosts whose halves have been shown by the whole. */
export function copyContract(name: string, open: Open): void {
  onBench(`${name} brings what it should`, open, (ready) => {
    firstCopy(ready);
    changes(ready);
  });
}

/** Files of which only the blocks travel that differ. */
export function largeFilesContract(name: string, open: Open, lacks: Mover["lacks"] = {}): void {
  onBench(`${name} brings large files`, open, (ready) => largeFiles(ready, lacks));
}

/** The comparison of both sides before the start. */
export function proofContract(name: string, open: Open): void {
  onBench(`${name} proves what it brought`, open, proofs);
}

/** The end of a move, and what breaks it before. */
export function swapContract(name: string, open: Open, lacks: Mover["lacks"] = {}): void {
  onBench(`${name} swaps all of it in, or nothing`, open, (ready) => {
    swaps(ready);
    failures(ready, lacks);
  });
}

/** Programs of a stream that are killed: for hosts whose shell looks for all programs on its path (busybox's does not). */
export function killedContract(
  name: string,
  open: Open,
  lacks: Mover["lacks"] = {},
  { blocks, codec }: Partial<Pick<Means, "blocks" | "codec">> = {},
): void {
  onBench(`${name} goes on after`, open, (ready) => killed(ready, lacks, blocks, codec));
}

function onBench(name: string, open: Open, cases: (ready: () => MoverBench) => void): void {
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
