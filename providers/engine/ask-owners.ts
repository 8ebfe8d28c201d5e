import { globsToEre } from "../commands/glob";
import { startOf } from "../commands/tree-list";
import { accounts, type Owners, ownersIn, type UsersAndGroups } from "../facts/owners";
import { ask } from "../model/procedure";
import type { Dataset } from "../model/service";
import type { Transport } from "../model/transport";
import { perform } from "./perform";

/** Who owns the data, and who that is on either host. */
export interface AskedOwners {
  readonly found: Owners;
  readonly here: UsersAndGroups;
  readonly there: UsersAndGroups;
}

/**
 * Looks who owns what travels by name, and who that is on both hosts. Undefined where nothing does, or where a host is a
 * directory of this machine, whose files all belong to one user. Writes nothing.
 */
export async function askOwners(
  source: Transport,
  target: Transport,
  datasets: readonly Dataset[],
  exclude: readonly string[],
): Promise<AskedOwners | undefined> {
  const named = datasets.filter(({ owners }) => owners === "by-name");
  if (named.length === 0 || source.host.root !== "" || target.host.root !== "") return undefined;
  const each = await Promise.all(
    named.map((dataset) => {
      const { path, exclude: own } = dataset;
      return perform(source, ask(ownersIn({ ...startOf(dataset), exclude: globsToEre(exclude, own, path) })));
    }),
  );
  const found: Owners = {
    users: distinct(each.flatMap(({ users }) => users)),
    groups: distinct(each.flatMap(({ groups }) => groups)),
    lists: each.some(({ lists }) => lists),
  };
  const here = await perform(source, ask(accounts(found.users, found.groups)));
  const users = found.users.map((number) => here.users.nameOf(number) ?? number);
  const groups = found.groups.map((number) => here.groups.nameOf(number) ?? number);
  return { found, here, there: await perform(target, ask(accounts(users, groups))) };
}

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
