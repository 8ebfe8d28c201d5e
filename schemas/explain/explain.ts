import type { ErrorObject } from "ajv";
import type { Finding } from "../problems";
import { misnamedKeys } from "./keys";
import { condensed, type Mistake } from "./unions";
import { schemaErrors } from "./validate";
import { own } from "./values";
import { wrongValue } from "./wrongValue";

/** A mistake with the path of the value that it is about; numbers are places in lists. */
export interface Located extends Mistake {
  readonly path: readonly (string | number)[];
  /** The map or list that holds the value. */
  readonly parent: unknown;
}

/** Everything in a document that the schema does not allow, one finding for each mistake. */
export function explained(document: unknown): Finding[] {
  const errors = schemaErrors(document);
  const located = condensed(errors).map((mistake) => ({
    ...mistake,
    ...locate(document, mistake.error.instancePath),
  }));
  const values = located.flatMap((mistake) => wrongValue(mistake) ?? []);
  const findings = [...firstPerPlace(values), ...misnamedKeys(located)];
  // Nothing may pass for sound because no sentence was found for what is wrong with it.
  return findings.length > 0 ? findings : errors.slice(0, 1).map(bare);
}

function bare({ instancePath, message = "is not what the schema allows" }: ErrorObject): Finding {
  return { path: [], message: `${instancePath} ${message}`, suggestion: "see schemas/example.yaml" };
}

/** The path of a JSON pointer: "0" is a number only where the document has a list. */
function locate(document: unknown, pointer: string): { path: (string | number)[]; parent: unknown } {
  const path: (string | number)[] = [];
  let parent: unknown;
  let value: unknown = document;
  for (const escaped of pointer.split("/").slice(1)) {
    const part = escaped.replace(/~1/g, "/").replace(/~0/g, "~");
    parent = value;
    path.push(Array.isArray(value) ? Number(part) : part);
    value = Array.isArray(value) ? value[Number(part)] : own(value, part);
  }
  return { path, parent };
}

/** One value can break several rules with one slip ("too long" and "not the form"); the first says it. */
function firstPerPlace(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const place = JSON.stringify([finding.path, finding.atKey === true]);
    return !seen.has(place) && seen.add(place);
  });
}
