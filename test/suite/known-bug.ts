import { it } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    knownBug?: boolean;
  }
}

/**
 * A test of what is known to be wrong: it passes as long as it fails, and fails as soon as the bug is gone. The
 * suite says aloud how many of these are among the tests that passed.
 */
export function knownBug(name: string, run: () => Promise<void>): void {
  it(name, { fails: true, meta: { knownBug: true } }, run);
}
