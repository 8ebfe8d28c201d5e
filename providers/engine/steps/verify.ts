import type { Passage } from "../../model/mover";
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

async function compare(
  move: Move,
  passage: Passage,
): Promise<{ files: number; bytes: number; root: string }> {
  const [left, right] = await Promise.all([
    move.known.get(passage.from.id) ?? perform(move.source, move.mover.manifest(passage, "source")),
    perform(move.target, move.mover.manifest(passage, "target")),
  ]);
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
