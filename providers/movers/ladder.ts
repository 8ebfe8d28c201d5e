import type { Means, Mover, Passage, Side } from "../model/mover";

/** A mover that says of two hosts why it cannot be used between them. */
export interface Rung extends Mover {
  readonly name: NonNullable<Means["mover"]>;
  /** The reason, for people; undefined where it can be used. */
  declines(source: Side, target: Side): string | undefined;
}

/** Declines where a host lacks one of the tools that the rung needs on both. "gnu-find" is the GNU one of them. */
export const lacking =
  (needed: readonly string[]): Rung["declines"] =>
  (source, target) => {
    const missing = [source, target].flatMap(({ name, tools }) => {
      const lacks = needed.filter((tool) => !tools.has(tool)).map(readable);
      return lacks.length === 0 ? [] : [`no ${lacks.join(", ")} on ${name}`];
    });
    return missing.length === 0 ? undefined : missing.join("; ");
  };

const readable = (tool: string): string => tool.replace(/^gnu-/, "GNU ");

/**
 * Several movers as one, the best first: `means` takes the first that does not decline, and names the reasons of those
 * that did. What it chose goes with the passage, so that a move ends on the rung on which it began. Where all decline
 * the last one is named: the preflight checks say what is missing.
 */
export function ladder(rungs: readonly [Rung, ...Rung[]]): Mover {
  const on = ({ means }: Passage): Mover => {
    const chosen = rungs.find(({ name }) => name === (means.mover ?? "files"));
    if (!chosen) throw new RangeError(`no mover is named ${means.mover}`);
    return chosen;
  };
  return {
    name: rungs.map(({ name }) => name).join(", "),
    means: (source, target) => choose(rungs, source, target),
    open: (passage) => on(passage).open(passage),
    prepare: (passage, number, begun) => on(passage).prepare(passage, number, begun),
    finish: (passage, number, begun) => on(passage).finish(passage, number, begun),
    transfer: (passage, number, stream) => on(passage).transfer(passage, number, stream),
    settle: (passage, number) => on(passage).settle(passage, number),
    prove: (passage, number) => on(passage).prove(passage, number),
    manifest: (passage, side, number) => on(passage).manifest(passage, side, number),
    swap: (passage) => on(passage).swap(passage),
    unswap: (passage) => on(passage).unswap(passage),
    discard: (passage) => on(passage).discard(passage),
    leave: (passage) => on(passage).leave(passage),
    forget: (passage) => on(passage).forget(passage),
    staged: (passage) => on(passage).staged(passage),
    replaced: (passage) => on(passage).replaced(passage),
  };
}

function choose(rungs: readonly [Rung, ...Rung[]], source: Side, target: Side): ReturnType<Mover["means"]> {
  const declined: string[] = [];
  for (const rung of rungs) {
    const why = rung.declines(source, target);
    if (why === undefined) {
      const { means, because } = rung.means(source, target);
      return { means, because: [...declined, ...because] };
    }
    declined.push(`not by ${rung.name}: ${why}`);
  }
  const last = rungs.at(-1) ?? rungs[0];
  return { means: last.means(source, target).means, because: declined };
}
