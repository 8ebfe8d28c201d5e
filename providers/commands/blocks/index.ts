import { createHash } from "node:crypto";
import { ATTRIBUTES } from "./attributes";
import { FILES } from "./files";
import { LOOK } from "./look";
import { MAIN } from "./main";
import { OWNERS } from "./owners";
import { PROOF } from "./proof";
import { SOURCE } from "./source";
import { START } from "./start";
import { SUMS } from "./sums";
import { TARGET } from "./target";

/** Files of at least this many bytes, with one name, travel by blocks. */
export const LARGE = 8 * 1024 * 1024;

/**
 * The program that sends of a large file only the blocks that the target lacks. Tools that every server has know
 * files whole; this needs Python's standard library, and hosts without it send such files whole.
 */
export const BLOCK_PROGRAM = [
  `LARGE = ${LARGE}`,
  SUMS,
  FILES,
  SOURCE,
  TARGET,
  OWNERS,
  PROOF,
  ATTRIBUTES,
  LOOK,
  MAIN,
].join("\n");

/** By which a program that is kept is known. */
const MARK = createHash("sha256").update(BLOCK_PROGRAM).digest("hex");

/** A shell function: `blocks VERB CONTROL WORDS…`. The program has no single quote, which a test holds. */
export const BLOCKS = `BLOCKS='${BLOCK_PROGRAM}'
START='${START}'
# The system's own Python before one that a user has put in front of it.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
blocks() { "$python" -I -S -c "$START" "$BLOCKS" ${MARK} "$@"; }
`;
