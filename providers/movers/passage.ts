import { posix } from "node:path";
import { bytesOf } from "../commands/bytes";
import { globsToEre } from "../commands/glob";
import { shortDigest, sibling } from "../commands/own-names";
import { ownerMapWord } from "../commands/owner-map";
import type { Source } from "../commands/passes";
import type { Places } from "../commands/places";
import type { HowToOpen } from "../commands/staging";
import { startOf } from "../commands/tree-list";
import { at, type Host } from "../model/host";
import type { Passage } from "../model/mover";

// Where things of a passage are, for every mover of files.

/** The directory that the data is in until it is swapped in. */
export const landing = (passage: Passage): string =>
  passage.from.file ? beside(passage, "staging") : posix.join(beside(passage, "staging"), "tree");

/** Where something of Ferry's lies beside the data on the target. */
export const beside = ({ to, move }: Passage, what: "staging" | "replaced"): string =>
  sibling(to.path, what, move);

/** Where a snapshot of the data may lie on the source. */
export const snapshotBeside = ({ from, move }: Passage): string => sibling(from.path, "snapshot", move);

/** Where Ferry keeps its notes about a dataset during a move; ids hold slashes and colons. */
export function control(host: Host, { from, move }: Passage): string {
  const readable = from.id.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 60);
  return at(host, `/var/lib/ferry/moves/${move}/${readable}-${shortDigest(from.id)}`);
}

/** The name of a single file in the staging tree: the source's, as the archive has it. */
const fileName = ({ from }: Passage): string | undefined =>
  from.file ? posix.basename(from.path) : undefined;

export function places(passage: Passage): Places {
  return {
    real: passage.to.path,
    staging: beside(passage, "staging"),
    replaced: beside(passage, "replaced"),
    control: control(passage.target, passage),
    file: fileName(passage),
  };
}

/** A local host is a user's own directory: nothing can be given to another owner there. */
const owners = ({ source, target }: Passage): boolean => source.root === "" && target.root === "";

const excluded = ({ from, exclude }: Passage): string => globsToEre(exclude, from.exclude, from.path);

/** How the staging tree is begun. */
export const howToOpen = (passage: Passage): HowToOpen => ({
  exclude: excluded(passage),
  owners: owners(passage),
  move: passage.move,
  blocks: passage.means.blocks,
  attributes: passage.means.attributes,
  hasher: passage.means.hasher ?? "b2sum",
});

export function sourceOf(passage: Passage): Source {
  const { from, source } = passage;
  return {
    ...startOf(from),
    control: control(source, passage),
    exclude: excluded(passage),
    owners: owners(passage),
    ...(passage.owners && owners(passage) ? { map: ownerMapWord(passage.owners) } : {}),
    blocks: passage.means.blocks,
    attributes: passage.means.attributes,
    snapshot: passage.snapshot ? snapshotBeside(passage) : "",
    hasher: passage.means.hasher ?? "b2sum",
    streamsFrom: passage.means.streamsFrom ?? 0,
  };
}

export const sideOf = (passage: Passage, side: "source" | "target"): Source =>
  side === "source" ? sourceOf(passage) : { ...sourceOf(passage), control: control(passage.target, passage) };

/** The tree that holds the data on the target once it is swapped in. */
export const realRoot = ({ to }: Passage): string => (to.file ? posix.dirname(to.path) : to.path);

/** The kept paths as the hosts take them: their bytes, each ended by NUL, in base64. */
export function kept({ keep }: Passage): string {
  return Buffer.concat(keep.flatMap((path) => [bytesOf(path), Buffer.from([0])])).toString("base64");
}
