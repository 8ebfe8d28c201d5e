import { sibling } from "../commands/own-names";
import { snapshotAmong } from "../commands/snapshot";
import { startOf } from "../commands/tree-list";
import { NO_SNAPSHOTS_THERE, snapshotsOf } from "../facts/snapshots";
import { at, type Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Dataset } from "../model/service";

/** Which datasets are read from snapshots, by id, and lines for the plan. */
export interface Snapshots {
  readonly of: ReadonlySet<string>;
  readonly because: readonly string[];
}

/** No move has this id. */
const NOBODY = "0".repeat(12);

/** On the source: which datasets its passes can read from read-only snapshots. Writes nothing. */
export function* chooseSnapshots(host: Host, datasets: readonly Dataset[]): Procedure<Snapshots> {
  if (datasets.length === 0) return { of: new Set(), because: [] };
  const notes = snapshotAmong(at(host, `/var/lib/ferry/moves/${NOBODY}`));
  const verdicts = yield* ask(
    snapshotsOf(
      datasets.map((each) => ({
        tree: startOf(each).tree,
        notes,
        beside: sibling(each.path, "snapshot", NOBODY),
      })),
    ),
  );
  const fitting: string[] = [];
  const declined: string[] = [];
  for (const [place, { id }] of datasets.entries()) {
    const verdict = verdicts[place];
    if (verdict === "fits") fitting.push(id);
    else if (verdict && verdict.not !== NO_SNAPSHOTS_THERE)
      declined.push(`${id} is read while it changes, not from a snapshot: ${verdict.not}`);
  }
  const all = fitting.length === datasets.length ? "" : ` of ${fitting.join(", ")}`;
  return {
    of: new Set(fitting),
    because: [
      ...(fitting.length === 0 ? [] : [`each pass before the stop from a btrfs snapshot${all}`]),
      ...declined,
    ],
  };
}
