import { describe } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import { filesMover } from "../../../providers/movers/files";
import { withoutBtrfs } from "../../contract/benches/btrfs";
import { snapshotBench } from "../../contract/benches/snapshots";
import { copyContract } from "../../contract/mover";

describe.skipIf(withoutBtrfs)("where the source has btrfs", () => {
  copyContract("the files mover from snapshots", () =>
    snapshotBench("data", {
      mover: filesMover,
      means: { codec: "zstd", blocks: true, attributes: "python3" },
    }),
  );
  copyContract("the archive mover from snapshots", () =>
    snapshotBench("all", {
      mover: archiveMover,
      means: { mover: "archive", codec: "gzip", blocks: false, attributes: "none" },
    }),
  );
});
