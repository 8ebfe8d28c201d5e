import { script } from "../../model/command";
import type { Means, Transfer } from "../../model/mover";
import { CODEC } from "../codec";
import { IMAGE_DEADLINE_MS } from "../images";
import { KILLED } from "../killed";
import { FILTER } from "./filter";

type Codec = Means["codec"];

/** A layer as the archive knows it; both without "sha256:". */
export interface Layer {
  readonly chain: string;
  readonly diff: string;
}

/** Standard input has the layers that do not travel. The system's own Python comes before one put in front of it. */
const SEND = `${CODEC}${KILLED}
filter=$1 codec=$2
shift 2
exec 5<&0 < /dev/null
python=/usr/bin/python3
[ -x "$python" ] || python=python3
{ codes=$({ { docker save "$@" 3>&- 4>&- 5<&-; echo "$?" >&3; } |
  { if [ -n "$filter" ]; then "$python" -c "$filter" 3>&- 4<&5; else cat 3>&- 4>&-; fi; echo "$?" >&3; } |
  { compress "$codec" >&4 3>&-; echo "$?" >&3; }; } 3>&1); } 4>&1
set -- $codes
for code; do [ "$code" = 0 ] || { echo "sending failed: docker save, the filter of layers and $codec exited with" $codes >&2; killed_among $codes; exit 1; }; done
`;

const RECEIVE = `${CODEC}${KILLED}
codes=$({ { decompress "$1" 3>&-; echo "$?" >&3; } | { docker load --quiet >&2 3>&-; echo "$?" >&3; }; } 3>&1)
set -- $codes
[ "$1 $2" = "0 0" ] || { killed_among $codes; exit 1; }
`;

/**
 * Sends images by their ids, in one archive that holds each layer once, without the layers of `leave`. The target has
 * to have those. Names do not travel. With `filter` the source needs python3, and nothing can be left without.
 */
export function layersTransfer(
  ids: readonly string[],
  leave: readonly Layer[],
  { filter, codec }: { readonly filter: boolean; readonly codec: Codec },
): Transfer {
  const stdin = leave.map(({ chain, diff }) => `${chain} ${diff}\n`).join("");
  return {
    send: { ...script(SEND, filter ? FILTER : "", codec, ...ids), stdin, within: IMAGE_DEADLINE_MS },
    receive: { ...script(RECEIVE, codec), within: IMAGE_DEADLINE_MS },
    ...(filter ? { progress: copyBytes } : {}),
  };
}

/** Reads the bytes of the archive that have been sent so far from a line of the filter's. */
export function copyBytes(line: string): number | undefined {
  const found = /^ferry-image (\d+)$/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}
