import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { perform } from "../perform";

/** Takes the right to move the service on both hosts; and sees that the plan was not overtaken meanwhile. */
export const lock: Step = {
  name: "lock",
  async do(move) {
    await move.lease.take();
    await move.controls.watch();
    await stillThere(move);
    if (move.plan.resumes) {
      move.journal.resume();
      await move.closeOldChannel();
    }
  },
  async undo(move) {
    move.controls.rest();
    await move.controls.clear();
    await move.lease.give();
  },
};

async function stillThere({ kind, service, source, target }: Move): Promise<void> {
  const [left, right] = await Promise.all([
    perform(source, kind.locate(service, source.host)),
    perform(target, kind.locate(service, target.host)),
  ]);
  if (left.state === "running" && right.state !== "running") return;
  const [host, seen] = right.state === "running" ? [target.host.name, right] : [source.host.name, left];
  throw new FerryError(
    `since the plan was made, ${service.name} has become ${seen.state} on ${host}: ${seen.evidence}`,
    {
      service: service.name,
      host,
      step: "lock",
      remedy: "Somebody else moved, started or stopped it. Run `pulumi up` again: it looks anew.",
    },
  );
}
