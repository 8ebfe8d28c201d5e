import { quoted, written } from "../../problems";

/** What is wrong with one text, and the text that was probably meant. */
export interface Slip {
  readonly message: string;
  readonly suggestion?: string;
}

/** A form that texts in a stack file take ("name", "duration"), with the reasons to refuse one. */
export interface Form {
  /** A sentence without a full stop: what the form looks like and why. */
  readonly expected: string;
  /** `fits` says whether a better text would be accepted, so that no suggestion is wrong in turn. */
  slip(text: string, fits: (text: string) => boolean): Slip;
}

/** A form whose slips are found by the first pattern that matches. */
export function form(
  expected: string,
  slips: readonly (readonly [pattern: RegExp, what: string])[],
  otherwise: string,
  meant: (text: string) => string | undefined = () => undefined,
): Form {
  return {
    expected,
    slip: (text, fits) => {
      const what = slips.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise;
      const message = text === "" ? "is empty" : `${quoted(text)} ${what}`;
      const better = meant(text);
      if (better === undefined || better.length > 200 || !fits(better)) return { message };
      return { message, suggestion: `write ${written(better)}` };
    },
  };
}
