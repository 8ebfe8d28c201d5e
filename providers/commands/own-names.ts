import { createHash, randomBytes } from "node:crypto";
import { posix } from "node:path";

/** The id of a move, as it stands in the names of what Ferry makes beside data and in it. */
const ID = /^[0-9a-f]{12}$/;

/** A new one: short enough for names of files, and never used twice. */
export const moveId = (): string => randomBytes(6).toString("hex");

/** Names of files have at most 255 bytes, and the name of a sibling is longer than the name itself. */
const LONGEST_BASE = 150;

/** The place beside a path that Ferry uses in a move. Throws where the id is not one that a listing would know. */
export function sibling(path: string, what: "staging" | "replaced" | "snapshot", move: string): string {
  if (!ID.test(move)) throw new Error(`${JSON.stringify(move)} is not the id of a move`);
  const { dir, base } = posix.parse(path);
  const short = Buffer.byteLength(base) <= LONGEST_BASE ? base : shortDigest(base);
  return posix.join(dir, `.${short}.ferry-${what}-${move}`);
}

/** Twelve digits that stand for a text in the name of a file. */
export const shortDigest = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 12);

const MOVE = "[0-9a-f]".repeat(12);

/** find's words for what Ferry makes at the root of a tree that is a mount point. */
export const OWN_ROOTS = `'(' -name '.ferry-tree-${MOVE}' -o -name '.ferry-tree-replaced-${MOVE}' ')'`;

/**
 * find's words for all that Ferry itself makes in a tree, its own or one around it. Nothing else is left out because
 * of its name. The first test spares most entries the others.
 */
export const OWN = String.raw`-name '.*' '(' -name '.*.ferry-staging-${MOVE}' -o -name '.*.ferry-replaced-${MOVE}' -o \
  -name '.*.ferry-snapshot-${MOVE}' -o \
  -path './.ferry-tree-${MOVE}' -o -path './.ferry-tree-replaced-${MOVE}' ')'`;
