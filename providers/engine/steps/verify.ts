import type { Manifest, Passage } from "../../model/mover";
import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { perform } from "../perform";

/** Compares a manifest of both sides, contents included; the target may only start when they agree. */
export const verify: Step = {
  name: "verify",
  harmless: true,
  async do(move) {
    const proofs = await Promise.all(move.memo.passages.map((passage) => compare(move, passage)));
    move.took.proof = {
      files: proofs.reduce((sum, proof) => sum + proof.files, 0),
      bytes: proofs.reduce((sum, proof) => sum + proof.bytes, 0),
      root: proofs.map((proof) => proof.root).join(" "),
    };
  },
};

/** What the final pass touched, where all else was compared before the stop; otherwise everything. */
async function compare(move: Move, passage: Passage): Promise<Manifest> {
  const proven = await bothSides(move, passage, move.took.passes - 1);
  const [left, right] = proven ?? (await whole(move, passage));
  if (left.root === right.root) return left;
  throw new FerryError(
    `${passage.from.id} arrived differently: ${left.files} files and ${left.bytes} bytes on ${move.plan.from}, ` +
      `${right.files} files and ${right.bytes} bytes on ${move.plan.to}, with other contents or metadata.`,
    {
      service: move.plan.service,
      host: move.plan.to,
      step: "verify",
      remedy: `Something wrote to ${passage.from.path} on ${move.plan.from} after the stop, or to the staging tree; find it and run \`pulumi up\` again.`,
    },
  );
}

async function whole(move: Move, passage: Passage): Promise<Pair> {
  const found = await bothSides(move, passage);
  if (found) return found;
  throw new TypeError(`the ${move.mover.name} mover has no manifest of ${passage.from.id}`);
}

type Pair = readonly [source: Manifest, target: Manifest];

async function bothSides(move: Move, passage: Passage, number?: number): Promise<Pair | undefined> {
  const [left, right] = await Promise.all([
    perform(move.source, move.mover.manifest(passage, "source", number)),
    perform(move.target, move.mover.manifest(passage, "target", number)),
  ]);
  return left && right ? [left, right] : undefined;
}
