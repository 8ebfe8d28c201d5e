import type { Step } from "../move";

/**
 * The source gives the service up: from the record of this step in the journal on, only an undo may start it
 * there again. The runner writes that record on both hosts, in one write with the intent of `start`, before
 * `start` begins.
 */
export const release: Step = { name: "release", recordOnly: true, do: async () => undefined };
