import { createAhead } from "../commands/compose-ahead";
import { stageRecord } from "../facts/stage-record";
import type { Host } from "../model/host";
import type { Staged } from "../model/kind";
import { act, ask, type Procedure } from "../model/procedure";
import type { Observed } from "../model/service";
import type { ComposeDefinition } from "./compose-observe";
import { type ComposeService, declared } from "./compose-project";

/**
 * Makes the project's containers before the stop, from the staged files: `up` then only starts them, or makes
 * those anew whose settings the final sync changed. Where anything of the project was on the target before, or
 * an anonymous volume has to be mounted again, all is left to the start.
 */
export function* ahead(
  service: ComposeService,
  source: Observed,
  target: Host,
  staged: readonly Staged[],
): Procedure<void> {
  const { project } = source.definition as ComposeDefinition;
  const directory = staged.find(({ id }) => id === "directory");
  const record = yield* ask(stageRecord(target, service.name));
  if (!directory || !record || record.containers.length > 0 || record.attach.length > 0) return;
  const volumes = staged.filter(({ id }) => id.startsWith("volume:")).map(({ real }) => real);
  const { files = [] } = declared(service, target);
  const run = createAhead({ project, files, staged: directory.staged, real: directory.real, volumes });
  try {
    yield* ask(act(run));
  } catch {
    // An older Compose, a user without root, a directory right below the root: the start makes what is missing.
  }
}
