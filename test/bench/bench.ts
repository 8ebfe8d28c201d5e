import type { Figure } from "./figure";
import type { Teardown } from "./teardown";

/** What a bench is given to work with. */
export interface Surroundings {
  /** How often each side is measured. */
  readonly runs: number;
  /** Whatever the bench makes is given to it. */
  readonly teardown: Teardown;
  /** Standard error; standard output belongs to the figures. */
  readonly told: (line: string) => void;
}

export interface Bench {
  readonly name: string;
  /** Rejects where something broke; slowness never does. */
  measure(surroundings: Surroundings): Promise<readonly Figure[]>;
}
