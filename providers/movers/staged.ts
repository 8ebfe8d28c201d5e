import { forgetPasses } from "../commands/passes";
import { discardStaging } from "../commands/staging";
import { swapStaging, unswapStaging } from "../commands/swap";
import type { Mover } from "../model/mover";
import { act, ask } from "../model/procedure";
import { beside, control, landing, places } from "./passage";

/** What becomes of a staging tree, by whichever rung it was filled. */
export const staged: Pick<Mover, "swap" | "unswap" | "discard" | "forget" | "staged" | "replaced"> = {
  swap: (passage) => ask(act(swapStaging(places(passage)))),
  unswap: (passage) => ask(act(unswapStaging(places(passage)))),
  discard: (passage) => ask(act(discardStaging(places(passage)))),
  forget: (passage) => ask(act(forgetPasses(control(passage.source, passage)))),
  staged: (passage) => landing(passage),
  replaced: (passage) => beside(passage, "replaced"),
};
