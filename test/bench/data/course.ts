import type { Figure } from "../figure";
import type { Corpus } from "./corpora";
import type { Grounds } from "./grounds";

/** One corpus on the source, and what its figures need to be measured. */
export interface Course {
  readonly grounds: Grounds;
  readonly corpus: Corpus;
  /** Where it lies on the source. */
  readonly tree: string;
  readonly runs: number;
  readonly scale: number;
  readonly told: (line: string) => void;
  readonly figure: (figure: Figure) => void;
}
