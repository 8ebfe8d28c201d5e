import type { Step } from "../move";

/** Takes the right to move the service on both hosts. */
export const lock: Step = {
  name: "lock",
  do: (move) => move.lease.take(),
  undo: (move) => move.lease.give(),
};
