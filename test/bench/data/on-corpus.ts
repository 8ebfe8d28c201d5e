import type { Bench } from "../bench";
import { cold } from "./cold";
import type { Corpus } from "./corpora";
import type { Course } from "./course";
import { finalPass } from "./final-pass";
import { FIELD, layOut } from "./grounds";
import { verification } from "./verification";

/** What can be measured of any corpus. The passes change it, so they come last. */
const PARTS: Readonly<Record<string, (course: Course) => Promise<void>>> = {
  cold,
  verify: verification,
  final: finalPass,
};

/** All figures of one corpus, which is made once for them. */
export function onCorpus(corpus: Corpus): Bench {
  return {
    name: corpus.name,
    parts: Object.keys(PARTS),
    scalable: true,
    async measure({ runs, parts, scale, teardown, told, figure }) {
      const grounds = await layOut(teardown);
      const tree = `${FIELD}/${corpus.name}`;
      told("making the corpus");
      await corpus.make(grounds.alpha, tree, scale);
      const course = { grounds, corpus, tree, runs, scale, told, figure };
      for (const [part, measure] of Object.entries(PARTS)) if (parts.has(part)) await measure(course);
      return [];
    },
  };
}
