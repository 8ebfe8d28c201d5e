import { setRestart } from "../commands/docker";
import { type Container, nameOf, restartOf } from "../facts/containers";
import type { Fence } from "../model/kind";
import { act, ask, type Procedure } from "../model/procedure";

/** Restart policies by container name; containers that never restart by themselves are left out. */
export function policiesOf(containers: readonly Container[]): Fence {
  const pairs = containers.map((container) => [nameOf(container), restartOf(container)] as const);
  return Object.fromEntries(pairs.filter(([, policy]) => policy !== "no"));
}

/** Keeps containers from starting by themselves, also after a reboot. */
export function* neverRestart(containers: readonly Container[]): Procedure<void> {
  const ids = containers.filter((each) => restartOf(each) !== "no").map(({ Id }) => Id);
  if (ids.length > 0) yield* ask(act(setRestart("no", ids)));
}

/** Sets the policies by name where they differ; a container that is not there any more is passed over. */
export function* setPolicies(containers: readonly Container[], wanted: Fence): Procedure<void> {
  const differing = containers.filter(
    (each) => (wanted[nameOf(each)] ?? restartOf(each)) !== restartOf(each),
  );
  const byPolicy = Map.groupBy(differing, (each) => wanted[nameOf(each)] ?? "no");
  for (const [policy, group] of byPolicy) {
    const ids = group.map(({ Id }) => Id);
    yield* ask(act(setRestart(policy, ids)));
  }
}
