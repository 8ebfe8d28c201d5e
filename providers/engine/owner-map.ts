import type { Accounts, Owners, UsersAndGroups } from "../facts/owners";
import type { OwnerMap, Renumbered } from "../model/owners";

/** An owner of the data whose number is another one on the target. */
export interface Moved {
  readonly what: "user" | "group";
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** An owner of the data that cannot be found on the target by name. */
export interface Lost {
  readonly what: "user" | "group";
  readonly number: number;
  /** Undefined where it has no name on the source either: then it keeps its number. */
  readonly name?: string;
  /** Who has that number on the target. */
  readonly there?: string;
}

/** Owners of the data that would be one on the target. */
export interface Merged {
  readonly what: "user" | "group";
  readonly from: readonly number[];
  readonly to: number;
}

export interface OwnersByName {
  readonly map: OwnerMap;
  readonly moved: readonly Moved[];
  readonly lost: readonly Lost[];
  readonly merged: readonly Merged[];
}

interface Matched extends Omit<OwnersByName, "map"> {
  readonly pairs: readonly Renumbered[];
}

/**
 * Who on the target is who on the source, by name. What has no name keeps its number. The map also has the accounts of
 * programs that both hosts know: one of them may come to own something between the plan and the last pass.
 */
export function ownersByName(found: Owners, here: UsersAndGroups, there: UsersAndGroups): OwnersByName {
  const users = match("user", found.users, here.users, there.users);
  const groups = match("group", found.groups, here.groups, there.groups);
  return {
    map: { users: users.pairs, groups: groups.pairs },
    moved: [...users.moved, ...groups.moved],
    lost: [...users.lost, ...groups.lost],
    merged: [...users.merged, ...groups.merged],
  };
}

function match(what: "user" | "group", numbers: readonly number[], here: Accounts, there: Accounts): Matched {
  const pairs = new Map<number, number>();
  const lost: Lost[] = [];
  for (const number of numbers) {
    const name = here.nameOf(number);
    const to = name === undefined ? number : there.numberOf(name);
    if (to !== undefined) pairs.set(number, to);
    const other = there.nameOf(number);
    if (name === undefined) lost.push({ what, number, ...(other === undefined ? {} : { there: other }) });
    else if (to === undefined) lost.push({ what, number, name });
  }
  const moved = [...pairs].flatMap(([from, to]): Moved[] =>
    from === to ? [] : [{ what, name: here.nameOf(from) ?? String(from), from, to }],
  );
  const merged = shared([...pairs]).map((one): Merged => ({ what, ...one }));
  return { pairs: [...pairs, ...ofPrograms(numbers, here, there)], moved, lost, merged };
}

/** Accounts that own nothing by now. */
function ofPrograms(numbers: readonly number[], here: Accounts, there: Accounts): Renumbered[] {
  const owning = new Set(numbers);
  const others = new Map<number, number>();
  for (const [number] of here.all) {
    const to = there.numberOf(here.nameOf(number) ?? "");
    if (to !== undefined && !owning.has(number)) others.set(number, to);
  }
  return [...others];
}

function shared(pairs: readonly Renumbered[]): { from: number[]; to: number }[] {
  const by = new Map<number, number[]>();
  for (const [from, to] of pairs) by.set(to, [...(by.get(to) ?? []), from]);
  return [...by].flatMap(([to, from]) => (from.length > 1 ? [{ from, to }] : []));
}
