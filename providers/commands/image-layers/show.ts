import { type Command, script } from "../../model/command";

/** An image that is removed meanwhile is no failure: xargs then exits with 123. */
const HELD = `docker image ls --all --quiet --no-trunc | sort -u |
  xargs -r docker image inspect --format '{{json .RootFS.Layers}}' --`;

/** The layers of all images of a host, from the bottom up: a JSON array of diff ids a line. */
export const showHeldLayers = (): Command => script(HELD);

const SIZES = `for id; do
  docker history --no-trunc --human=false --format '{{.Size}}' -- "$id" | tr '\\n' ' '
  echo
done`;

/**
 * A line for each image: the bytes of the files that each step of its making added, the last step first. Steps that
 * made no layer say 0, as do layers without files.
 */
export const showLayerSizes = (ids: readonly string[]): Command => script(SIZES, ...ids);
