import type { Figure } from "./figure";
import type { Teardown } from "./teardown";

/** What a bench is given to work with. */
export interface Surroundings {
  /** How often each side is measured. */
  readonly runs: number;
  /** Which of its parts are wanted; all of them, where it has any and nobody chose. */
  readonly parts: ReadonlySet<string>;
  /** How much smaller what it works on is made, for trying it out: more than 0, at most 1. */
  readonly scale: number;
  /** Whatever the bench makes is given to it. */
  readonly teardown: Teardown;
  /** Standard error; standard output belongs to the figures. */
  readonly told: (line: string) => void;
  /** Prints a figure at once: what a long bench has measured is not lost when it is cut off. */
  readonly figure: (figure: Figure) => void;
}

export interface Bench {
  readonly name: string;
  /** What can be measured of it alone, as NAME/PART. */
  readonly parts?: readonly string[];
  /** True where `scale` makes it smaller. */
  readonly scalable?: boolean;
  /** Gives the figures that it has not printed yet. Rejects where something broke; slowness never does. */
  measure(surroundings: Surroundings): Promise<readonly Figure[]>;
}
