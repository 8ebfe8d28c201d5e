import type { Both, Manifest, Passage } from "../../model/mover";
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

/**
 * The final pass has told what it touched, where all else was compared before the stop. Where it has not, or that
 * differs, everything is compared.
 */
async function compare(move: Move, passage: Passage): Promise<Manifest> {
  const seen = move.seen.get(passage.from.id);
  const [left, right] = seen && same(seen) ? seen : await whole(move, passage);
  if (!same([left, right])) throw different(move, passage, left, right);
  refuseEmpty(move, passage, left);
  return left;
}

const same = ([left, right]: Both): boolean => left.root === right.root;

function different({ plan }: Move, { from }: Passage, left: Manifest, right: Manifest): FerryError {
  return new FerryError(
    `${from.id} arrived differently: ${left.files} files and ${left.bytes} bytes on ${plan.from}, ` +
      `${right.files} files and ${right.bytes} bytes on ${plan.to}, with other contents or metadata.`,
    {
      service: plan.service,
      host: plan.to,
      step: "verify",
      remedy: `Something wrote to ${from.path} on ${plan.from} after the stop, or to the staging tree; find it and run \`pulumi up\` again.`,
    },
  );
}

/** What held files when the move was planned and holds none after the stop is a lost mount or a mistake, not a move. */
function refuseEmpty({ plan }: Move, { from }: Passage, held: Manifest): void {
  const before = plan.datasets.find((each) => each.source.id === from.id)?.scan.files ?? 0;
  if (before === 0 || held.files > (from.file ? 0 : 1)) return;
  throw new FerryError(
    `${from.id} is empty: ${from.path} on ${plan.from} held ${before} files when the move was planned, and none after the stop.`,
    {
      service: plan.service,
      host: plan.from,
      step: "verify",
      remedy: `Look whether something is no longer mounted at ${from.path}, or deletes its data when it stops. If it is meant to be empty, run \`pulumi up\` again.`,
    },
  );
}

async function whole(move: Move, passage: Passage): Promise<Both> {
  const [left, right] = await Promise.all([
    perform(move.source, move.mover.manifest(passage, "source")),
    perform(move.target, move.mover.manifest(passage, "target")),
  ]);
  if (left && right) return [left, right];
  throw new TypeError(`the ${move.mover.name} mover has no manifest of ${passage.from.id}`);
}
