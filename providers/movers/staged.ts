import { forgetPasses } from "../commands/passes";
import { dropSnapshots } from "../commands/snapshot";
import { discardStaging } from "../commands/staging";
import { swapStaging, unswapStaging } from "../commands/swap";
import type { Mover } from "../model/mover";
import { act, ask } from "../model/procedure";
import { beside, control, landing, places, snapshotBeside } from "./passage";

/** What becomes of a staging tree, by whichever rung it was filled. */
export const staged: Pick<Mover, "swap" | "unswap" | "discard" | "leave" | "forget" | "staged" | "replaced"> =
  {
    swap: (passage) => ask(act(swapStaging(places(passage)))),
    unswap: (passage) => ask(act(unswapStaging(places(passage)))),
    discard: (passage) => ask(act(discardStaging(places(passage)))),
    leave: (passage) => ask(act(dropSnapshots(control(passage.source, passage), snapshotBeside(passage)))),
    forget: (passage) => ask(act(forgetPasses(control(passage.source, passage), snapshotBeside(passage)))),
    staged: (passage) => landing(passage),
    replaced: (passage) => beside(passage, "replaced"),
  };
