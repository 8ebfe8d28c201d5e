import { hearManifest, showManifest, tellManifest } from "../commands/manifest";
import {
  finishReceiving,
  finishSending,
  preparePass,
  receivePass,
  sendPass,
  sentBytes,
  settlePass,
} from "../commands/passes";
import { openStaging } from "../commands/staging";
import { foundPass, manifest, preparedPass, printed, seenBySides } from "../facts/passes";
import { act, ask } from "../model/procedure";
import { lacking, type Rung } from "./ladder";
import { meansOf } from "./means";
import { control, howToOpen, kept, places, realRoot, sideOf, sourceOf } from "./passage";
import { staged } from "./staged";

/**
 * Moves trees of files, and single files: a compressed tar stream of what differs from the listing of the pass
 * before. Needs GNU find, tar, sort and sed on both hosts, and any awk; zstd or gzip where both have it.
 */
export const filesMover: Rung = {
  name: "files",
  declines: lacking(["gnu-find", "gnu-tar", "gnu-sort", "b2sum"]),
  means: meansOf,
  open: (passage) => ask(printed(openStaging(places(passage), kept(passage), howToOpen(passage)))),
  prepare: (passage, number, begun) =>
    ask(preparedPass(preparePass(sourceOf(passage), { number, begun, keep: kept(passage) }))),
  transfer: (passage, _number, stream) => ({
    send: sendPass(sourceOf(passage), passage.means.codec, stream),
    receive: receivePass(control(passage.target, passage), stream),
    talks: passage.means.blocks === "rsync" && stream === undefined,
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
    talks: passage.means.blocks === "rsync",
    progress: sentBytes(),
    found: foundPass,
    seen: seenBySides,
  }),
  manifest: (passage, side, number) =>
    ask(manifest(showManifest(side, sideOf(passage, side), realRoot(passage), number))),
  ...staged,
};
