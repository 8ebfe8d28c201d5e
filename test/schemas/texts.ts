import { parseStack } from "../../schemas/load";
import { formatProblem } from "../../schemas/problems";

/** A text, and every problem that is found in it, without the file's name. */
export interface Row {
  readonly title: string;
  readonly text: string;
  readonly problems: readonly string[];
}

/** Lines 1 to 3 of the texts below. */
export const HOSTS = `hosts:
  alpha: { ssh: root@10.77.0.11 }
  beta: { ssh: root@10.77.0.12 }
`;

/** One service "shop" on line 5; its keys begin on line 6, column 5. */
export function shop(...keys: readonly string[]): string {
  return `${HOSTS}services:\n  shop:\n${keys.map((key) => `    ${key}\n`).join("")}`;
}

/** A sound compose service on lines 6 to 8, and more keys from line 9 on. */
export function compose(...keys: readonly string[]): string {
  return shop("kind: compose", "host: alpha", "directory: /srv/shop", ...keys);
}

/** What `ferry validate` would print for a text, from the line number on; empty for a sound one. */
export function problemsOf(source: string | Uint8Array): string[] {
  const parsed = parseStack(source, "stack.yaml");
  if (parsed.ok) return [];
  return parsed.problems.map((problem) => formatProblem(problem).replace("stack.yaml:", ""));
}
