import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../host";

/** A regular file, as `arrived.py` prints it. */
export interface Found {
  readonly path: string;
  readonly inode: number;
  /** Nanoseconds; more than a number holds. */
  readonly changed: string;
  readonly modified: string;
  readonly mode: number;
  readonly owner: string;
  readonly links: number;
  readonly size: number;
  readonly content: string;
  /** Digests of 64 KiB each, where there is more than a mebibyte. */
  readonly pieces: readonly string[];
}

const PIECE = 64 << 10;

export type Files = ReadonlyMap<string, Found>;

/** The regular files of a tree, by path. */
export async function filesOf(host: LabHost, tree: string): Promise<Files> {
  const printed = await host.must(`python3 /opt/breaks/arrived.py '${tree}'`);
  const files = printed.split("\n").filter(Boolean);
  return new Map(files.map((line) => JSON.parse(line) as Found).map((file) => [file.path, file]));
}

/** Where the data of a move lands on the target until it is swapped in; empty where there is none. */
export async function stagingOf(host: LabHost): Promise<string> {
  return (await host.must("ls -d /srv/.shop.ferry-staging-*/tree 2>/dev/null || :")).trim();
}

const ALIKE = ["size", "content", "modified", "mode", "owner", "links"] as const;

/** What both hosts had right after a break. */
export class Stock {
  constructor(
    private readonly source: Files,
    private readonly target: Files,
  ) {}

  static async take(source: LabHost, tree: string, target: LabHost): Promise<Stock> {
    const staging = await stagingOf(target);
    const [here, there] = await Promise.all([
      filesOf(source, tree),
      staging ? filesOf(target, staging) : new Map<string, Found>(),
    ]);
    return new Stock(here, there);
  }

  /** The files that had arrived whole, and that nobody has touched on the source since. */
  arrived(source: Files): Found[] {
    return [...this.target.values()].filter((file) => {
      const [then, now] = [this.source.get(file.path), source.get(file.path)];
      const whole = then !== undefined && ALIKE.every((key) => then[key] === file[key]);
      return whole && now?.inode === then.inode && now.changed === then.changed;
    });
  }

  /** Which of those are no longer the same file on the target, or were written to: they have been sent twice. */
  sentTwice(source: Files, target: Files): string[] {
    return this.arrived(source)
      .filter((file) => {
        const now = target.get(file.path);
        return now?.inode !== file.inode || now.changed !== file.changed;
      })
      .map(({ path }) => path);
  }

  /** How many bytes the target lacked of what the source has now: of large files the pieces that differ. */
  rest(source: Files): number {
    const arrived = new Set(this.arrived(source).map(({ path }) => path));
    const counted = new Set<number>();
    let bytes = 0;
    for (const file of source.values()) {
      if (arrived.has(file.path) || counted.has(file.inode)) continue;
      counted.add(file.inode);
      bytes += lacking(file, this.target.get(file.path));
    }
    return bytes;
  }
}

/** Files of 8 MiB and more travel by blocks: there what the target has of one counts. */
const LARGE = 8 << 20;

function lacking(file: Found, there: Found | undefined): number {
  if (file.size < LARGE) return file.size;
  return file.pieces.filter((piece, at) => piece !== there?.pieces[at]).length * PIECE;
}

/**
 * Everything that Ferry makes on a host while it moves something. What may stay: the records of a move that is done,
 * and an empty file in memory by which moves side by side keep out of each other's way.
 */
const TRACES = String.raw`find /srv /root /home /etc /tmp /var/tmp -xdev -path /srv/shop -prune -o -name '*ferry*' -print
find /srv/shop -name '*.ferry-*' ! -path '/srv/shop/odd/*'
find /var/lib/ferry/services ! -type d ! -path '*/shop/journal.json' ! -path '*/shop/placement.json'
find /var/lib/ferry/moves /run/ferry -mindepth 1 ! -path /run/ferry/authorized_keys.lock 2> /dev/null
grep -hE ' ferry-[0-9a-f]{12}$' /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys
for p in /proc/[0-9]*; do
  case $p in /proc/$$) continue;; esac
  words=$(tr '\0' ' ' < $p/cmdline 2> /dev/null)
  case $words in *ferry*|*'@notty'*) echo "$words";; esac
done
true`;

/** What a move has left behind on a host, a line each. Connections need a moment to end. */
export async function traces(host: LabHost): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 25; tries++) {
    left = (await host.must(TRACES)).split("\n").filter(Boolean);
    if (left.length === 0) break;
    await sleep(200);
  }
  return left;
}
