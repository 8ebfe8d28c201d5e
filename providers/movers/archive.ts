import {
  finishArchive,
  finishArchived,
  hearArchived,
  openArchive,
  prepareArchive,
  receiveArchive,
  sendArchive,
  settleArchive,
  showArchived,
  tellArchived,
} from "../commands/archive";
import { foundPass, manifest, preparedPass, printed, seenBySides } from "../facts/passes";
import { act, ask } from "../model/procedure";
import { lacking, type Rung } from "./ladder";
import { codecOf } from "./means";
import { control, howToOpen, kept, places, realRoot, sideOf, sourceOf } from "./passage";
import { staged } from "./staged";

/** What this rung cannot carry, for the plan. */
const LACKS: Rung["lacks"] = {
  nanoseconds: "times arrive in whole seconds",
  holes: "holes of sparse files arrive filled",
  attributes:
    "extended attributes, access lists and capabilities do not travel: where the source has python3 or getfattr, " +
    "a file that has some stops the move while the service runs; where it has neither, nobody sees them",
  blocks: "large files whole",
  types: "a directory that becomes something else while a pass reads it ends that pass",
  parts: "all is compared after the stop, with checksums made before it",
};

/**
 * Moves trees of files, and single files, where a host has only what busybox brings: plain tar archives of what
 * differs from the listing of the pass before. Slower than the files mover, and it carries less, which the plan says.
 */
export const archiveMover: Rung = {
  name: "archive",
  lacks: LACKS,
  declines: lacking(["tar", "find", "stat", "awk", "gzip", "sha256sum", "base64"]),
  means: (source, target) => {
    const { codec, because } = codecOf(source, target);
    return {
      means: { mover: "archive", codec, blocks: false, attributes: "none" },
      because: [`archives of what changed, with the tools of busybox; ${because}`, ...Object.values(LACKS)],
    };
  },
  open: (passage) => ask(printed(openArchive(places(passage), kept(passage), howToOpen(passage)))),
  prepare: (passage, number, begun) =>
    ask(preparedPass(prepareArchive(sourceOf(passage), { number, begun, keep: kept(passage) }))),
  transfer: (passage) => ({
    send: sendArchive(sourceOf(passage), passage.means.codec),
    receive: receiveArchive(control(passage.target, passage)),
  }),
  settle: (passage) => ask(act(settleArchive(control(passage.source, passage)))),
  prove: (passage) => ({
    send: tellArchived(sideOf(passage, "source"), passage.means.codec),
    receive: hearArchived(sideOf(passage, "target"), realRoot(passage), passage.means.codec),
  }),
  finish: (passage, number, begun) => ({
    send: finishArchive(sourceOf(passage), { number, begun, keep: kept(passage) }, passage.means.codec),
    receive: finishArchived(sideOf(passage, "target"), realRoot(passage), passage.means.codec),
    found: foundPass,
    seen: seenBySides,
  }),
  manifest: (passage, side) => ask(manifest(showArchived(side, sideOf(passage, side), realRoot(passage)))),
  ...staged,
};
