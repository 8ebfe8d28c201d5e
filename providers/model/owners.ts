/** A number on the source, and what it is on the target. */
export type Renumbered = readonly [from: number, to: number];

/**
 * The numbers of users and of groups on the source, each with the one of the same name on the target. A number that it
 * does not have stops the pass that meets it: nobody was asked about it.
 */
export interface OwnerMap {
  readonly users: readonly Renumbered[];
  readonly groups: readonly Renumbered[];
}

/** True where something has another number on the target. */
export const renumbers = ({ users, groups }: OwnerMap): boolean =>
  [...users, ...groups].some(([from, to]) => from !== to);
