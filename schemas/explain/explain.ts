import type { Finding } from "../problems";
import { misnamedKeys } from "./keys";
import { condensed, type Mistake } from "./unions";
import { schemaErrors } from "./validate";
import { wrongValue } from "./wrongValue";

/** A mistake with the path of the value that it is about; numbers are places in lists. */
export interface Located extends Mistake {
  readonly path: readonly (string | number)[];
}

/** Everything in a document that the schema does not allow, one finding for each mistake. */
export function explained(document: unknown): Finding[] {
  const located = condensed(schemaErrors(document)).map((mistake) => ({
    ...mistake,
    path: pathIn(document, mistake.error.instancePath),
  }));
  const values = located.flatMap((mistake) => wrongValue(mistake) ?? []);
  return [...firstPerPlace(values), ...misnamedKeys(located)];
}

/** A JSON pointer as a path: "0" is a number only where the document has a list. */
function pathIn(document: unknown, pointer: string): (string | number)[] {
  let value: unknown = document;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"))
    .map((part) => {
      const step = Array.isArray(value) ? Number(part) : part;
      value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[step];
      return step;
    });
}

/** One value can break several rules with one slip ("too long" and "not the form"); the first says it. */
function firstPerPlace(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const place = JSON.stringify([finding.path, finding.atKey === true]);
    return !seen.has(place) && seen.add(place);
  });
}
