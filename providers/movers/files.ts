import { posix } from "node:path";
import { bytesOf } from "../commands/bytes";
import { globsToEre } from "../commands/glob";
import { hearManifest, showManifest, tellManifest } from "../commands/manifest";
import { shortDigest, sibling } from "../commands/own-names";
import {
  finishReceiving,
  finishSending,
  forgetPasses,
  preparePass,
  receivePass,
  type Source,
  sendPass,
  sentBytes,
  settlePass,
} from "../commands/passes";
import type { Places } from "../commands/places";
import { discardStaging, openStaging } from "../commands/staging";
import { swapStaging, unswapStaging } from "../commands/swap";
import { startOf } from "../commands/tree-list";
import { foundPass, manifest, preparedPass, printed, seenBySides } from "../facts/passes";
import { at, type Host } from "../model/host";
import type { Mover, Passage } from "../model/mover";
import { act, ask } from "../model/procedure";
import { meansOf } from "./means";

/**
 * Moves trees of files, and single files: a compressed tar stream of what differs from the listing of the pass
 * before. Needs GNU find, tar, sort and sed on both hosts, and any awk; zstd or gzip where both have it.
 */
export const filesMover: Mover = {
  name: "files",
  means: meansOf,
  open: (passage) => ask(printed(openStaging(places(passage), kept(passage), howToOpen(passage)))),
  prepare: (passage, number, begun) =>
    ask(preparedPass(preparePass(sourceOf(passage), { number, begun, keep: kept(passage) }))),
  transfer: (passage) => ({
    send: sendPass(sourceOf(passage), passage.means.codec),
    receive: receivePass(control(passage.target, passage)),
    progress: sentBytes(),
  }),
  settle: (passage) => ask(act(settlePass(control(passage.source, passage)))),
  prove: (passage, number) => ({
    send: tellManifest(sideOf(passage, "source"), number, passage.means.codec),
    receive: hearManifest(sideOf(passage, "target"), realRoot(passage), number, passage.means.codec),
  }),
  finish: (passage, number, begun) => ({
    send: finishSending(sourceOf(passage), { number, begun, keep: kept(passage) }, passage.means.codec),
    receive: finishReceiving(sideOf(passage, "target"), realRoot(passage), number),
    progress: sentBytes(),
    found: foundPass,
    seen: seenBySides,
  }),
  manifest: (passage, side, number) =>
    ask(manifest(showManifest(side, sideOf(passage, side), realRoot(passage), number))),
  swap: (passage) => ask(act(swapStaging(places(passage)))),
  unswap: (passage) => ask(act(unswapStaging(places(passage)))),
  discard: (passage) => ask(act(discardStaging(places(passage)))),
  forget: (passage) => ask(act(forgetPasses(control(passage.source, passage)))),
  staged: (passage) => landing(passage),
  replaced: (passage) => beside(passage, "replaced"),
};

/** The directory that the data is in until it is swapped in. */
const landing = (passage: Passage): string =>
  passage.from.file ? beside(passage, "staging") : posix.join(beside(passage, "staging"), "tree");

const beside = ({ to, move }: Passage, what: "staging" | "replaced"): string => sibling(to.path, what, move);

/** Where Ferry keeps its notes about a dataset during a move; ids hold slashes and colons. */
function control(host: Host, { from, move }: Passage): string {
  const readable = from.id.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 60);
  return at(host, `/var/lib/ferry/moves/${move}/${readable}-${shortDigest(from.id)}`);
}

/** The name of a single file in the staging tree: the source's, as the archive has it. */
const fileName = ({ from }: Passage): string | undefined =>
  from.file ? posix.basename(from.path) : undefined;

function places(passage: Passage): Places {
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

const howToOpen = (passage: Passage) => ({
  exclude: excluded(passage),
  owners: owners(passage),
  move: passage.move,
  blocks: passage.means.blocks,
  attributes: passage.means.attributes,
});

function sourceOf(passage: Passage): Source {
  const { from, source } = passage;
  return {
    ...startOf(from),
    control: control(source, passage),
    exclude: excluded(passage),
    owners: owners(passage),
    blocks: passage.means.blocks,
    attributes: passage.means.attributes,
  };
}

const sideOf = (passage: Passage, side: "source" | "target"): Source =>
  side === "source" ? sourceOf(passage) : { ...sourceOf(passage), control: control(passage.target, passage) };

/** The tree that holds the data on the target once it is swapped in. */
const realRoot = ({ to }: Passage): string => (to.file ? posix.dirname(to.path) : to.path);

/** The kept paths as the hosts take them: their bytes, each ended by NUL, in base64. */
function kept({ keep }: Passage): string {
  return Buffer.concat(keep.flatMap((path) => [bytesOf(path), Buffer.from([0])])).toString("base64");
}
