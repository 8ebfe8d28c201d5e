import { listOwners, showAccounts } from "../commands/owners";
import type { Scanned } from "../commands/scan";
import { CommandFailed, type Fact } from "../model/procedure";

/** Who owns what travels of a tree, by number; and whether access lists name anybody, as far as the host can tell. */
export interface Owners {
  readonly users: readonly number[];
  readonly groups: readonly number[];
  readonly lists: boolean;
}

export function ownersIn(scanned: Scanned): Fact<Owners> {
  const ask = listOwners(scanned);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseOwners(result.stdout);
    },
  };
}

/** Reads the words of `listOwners`: "u110", "g5", "list". */
export function parseOwners(text: string): Owners {
  const words = text.split("\n").filter(Boolean);
  const odd = words.find((word) => !/^(?:[ug]\d+|list)$/.test(word));
  if (odd !== undefined) throw new SyntaxError(`${JSON.stringify(odd)} is no owner`);
  const numbers = (letter: string): number[] =>
    words.flatMap((word) => (word.startsWith(letter) && word !== "list" ? [Number(word.slice(1))] : []));
  return { users: numbers("u"), groups: numbers("g"), lists: words.includes("list") };
}

/** The users, or the groups, of a host, as far as they were asked for. */
export class Accounts {
  private readonly names = new Map<number, string>();
  private readonly numbers = new Map<string, number>();

  /** Of several names of one number, and numbers of one name, the first counts, as it does for the host. */
  constructor(readonly all: readonly (readonly [number: number, name: string])[]) {
    for (const [number, name] of all) {
      if (!this.names.has(number)) this.names.set(number, name);
      if (!this.numbers.has(name)) this.numbers.set(name, number);
    }
  }

  nameOf(number: number): string | undefined {
    return this.names.get(number);
  }

  numberOf(name: string): number | undefined {
    return this.numbers.get(name);
  }
}

export interface UsersAndGroups {
  readonly users: Accounts;
  readonly groups: Accounts;
}

export const accounts = (
  users: readonly (string | number)[],
  groups: readonly (string | number)[],
): Fact<UsersAndGroups> => ({
  ask: showAccounts(users.map(String), groups.map(String)),
  parse: ({ stdout }) => parseAccounts(stdout),
});

/** Reads the "user NUMBER NAME" and "group NUMBER NAME" lines of `showAccounts`. */
export function parseAccounts(text: string): UsersAndGroups {
  const of = (word: string): Accounts =>
    new Accounts(
      [...text.matchAll(/^(user|group) (\d+) (.+)$/gm)].flatMap(([, what, number, name = ""]) =>
        what === word ? [[Number(number), name] as const] : [],
      ),
    );
  return { users: of("user"), groups: of("group") };
}
