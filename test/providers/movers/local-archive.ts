import { rmSync } from "node:fs";
import { afterAll, describe } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import type { MoverBench } from "../../contract/mover/bench";
import { localBench } from "../../contract/mover/local-bench";
import { type Tools, withTools } from "../../contract/mover/tools";
import { BUSYBOX, busyboxTools } from "../busybox";

/** The archive mover between two local hosts, each with the programs given for it or with this machine's. */
export const localArchive = (tools: Tools = {}): Promise<MoverBench> =>
  localBench(withTools(archiveMover, tools), {
    mover: "archive",
    codec: "gzip",
    blocks: false,
    attributes: "none",
  });

/** Tests that need busybox on one side or on both: `tools` is a directory of its programs and of no others. */
export function withBusybox(cases: (tools: string) => void): void {
  describe.skipIf(BUSYBOX === undefined)("where there is busybox", () => {
    const tools = busyboxTools();
    afterAll(() => rmSync(tools, { recursive: true, force: true }));
    cases(tools);
  });
}

/** The same where neither side has anything but busybox. */
export const withBusyboxOnly = (cases: (name: string, open: () => Promise<MoverBench>) => void): void =>
  withBusybox((tools) =>
    cases("the archive mover with nothing but busybox", () => localArchive({ source: tools, target: tools })),
  );
