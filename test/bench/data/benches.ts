import type { Bench } from "../bench";
import { corpora } from "./corpora";
import { onCorpus } from "./on-corpus";

/** In the order in which they run. */
export const dataBenches: readonly Bench[] = [...corpora.map(onCorpus)];
