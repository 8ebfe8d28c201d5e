import type { Move, Step } from "../move";
import { finishAll, listAll, transferAll } from "./passes";

/** Sends what changed since the last pass, with the service stopped; everything, where nothing was pre-copied. */
export const finalSync: Step = {
  name: "finalSync",
  harmless: true,
  async do(move) {
    if (move.took.passes === 0 && hasMany(move)) await firstPass(move);
    const number = move.took.passes;
    await finishAll(move, number);
    move.took.passes = number + 1;
  },
};

/** Everything, in several streams: the last pass has one. To list once more takes less time than that saves. */
async function firstPass(move: Move): Promise<void> {
  const round = { number: 0, step: "finalSync" } as const;
  await transferAll(move, round, await listAll(move, round));
  move.took.passes = 1;
}

function hasMany({ plan, memo }: Move): boolean {
  return memo.passages.some(({ from, means }) => {
    const scan = plan.datasets.find(({ source }) => source.id === from.id)?.scan;
    return scan !== undefined && scan.sendFiles >= (means.streamsFrom ?? Number.POSITIVE_INFINITY);
  });
}
