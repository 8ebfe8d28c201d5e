import type { Bench } from "../bench";
import { corpora } from "./corpora";
import { onCorpus } from "./on-corpus";
import { scan } from "./scan";
import { slowLink } from "./slow-link";
import { warmMove } from "./warm-move";

/** In the order in which they run: the shortest first. */
export const dataBenches: readonly Bench[] = [slowLink, ...corpora.map(onCorpus), scan, warmMove];
