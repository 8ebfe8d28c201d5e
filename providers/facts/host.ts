import { listMounts, showIdentity, showMemory, showSizes, showSpace } from "../commands/host";
import { CommandFailed, type Fact } from "../model/procedure";

/** Bytes of memory that programs could still get without swapping (MemAvailable, proc(5)). */
export const memoryAvailable = (): Fact<number> => ({
  ask: showMemory(),
  shared: true,
  parse: ({ stdout }) => parseMemory(stdout),
});

/** Reads /proc/meminfo; kernels before 3.14 have no MemAvailable, so free and cached memory stand in. */
export function parseMemory(text: string): number {
  const figure = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
  };
  const available = figure("MemAvailable") ?? sum(figure("MemFree"), figure("Cached"));
  if (available === undefined) throw new SyntaxError("/proc/meminfo has no MemAvailable");
  return available;
}

const sum = (a: number | undefined, b: number | undefined) => (a === undefined ? undefined : a + (b ?? 0));

/** Where a path lies, or would lie, and what fits there. */
export interface Space {
  readonly path: string;
  readonly mount: string;
  readonly device: string;
  readonly free: number;
  /** Undefined where the file system has no fixed number of inodes (btrfs). */
  readonly freeInodes?: number;
  /** May the user write to the nearest directory that is there? False on a read-only mount. */
  readonly writable: boolean;
}

/** Room for each of the paths; they need not be there yet. */
export function space(paths: readonly string[]): Fact<readonly Space[]> {
  const ask = showSpace(paths);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseSpace(result.stdout);
    },
  };
}

/** Reads "path P", two lines of `df -P` (POSIX: device, blocks, used, free, share, mount) and "writable". */
export function parseSpace(text: string): Space[] {
  return text
    .split(/^path /m)
    .slice(1)
    .map((part) => {
      const [path = "", bytes = "", inodes = "", writable] = part.split("\n");
      const room = dfLine(bytes);
      if (!room) throw new SyntaxError(`df printed something else for ${path}`);
      const nodes = dfLine(inodes);
      const all = nodes && nodes.all > 0 ? { freeInodes: nodes.free } : {};
      return {
        path,
        mount: room.mount,
        device: room.device,
        free: room.free * 1024,
        ...all,
        writable: writable === "writable",
      };
    });
}

function dfLine(line: string): { device: string; all: number; free: number; mount: string } | undefined {
  const found = /^(.*\S)\s+(\d+|-)\s+(\d+|-)\s+(-?\d+|-)\s+(?:\d+%|-)\s+(\/.*)$/.exec(line);
  if (!found) return undefined;
  const [, device = "", all, , free, mount = ""] = found;
  return { device, all: Number(all) || 0, free: Number(free) || 0, mount };
}

/** The bytes that each tree takes on its disk; 0 where it is not there. */
export const sizesOf = (paths: readonly string[]): Fact<ReadonlyMap<string, number>> => ({
  ask: showSizes(paths),
  parse: ({ stdout }) => {
    const sizes = stdout.split("\n");
    return new Map(paths.map((path, at) => [path, Number(sizes[at] ?? 0) * 1024]));
  },
});

export interface Mount {
  readonly device: string;
  readonly path: string;
  readonly type: string;
  readonly readOnly: boolean;
}

/** Every mount of the host, in the order they were made. */
export const mounts = (): Fact<readonly Mount[]> => ({
  ask: listMounts(),
  shared: true,
  parse: ({ stdout }) => parseMounts(stdout),
});

/** Reads /proc/self/mounts (fstab(5): spaces, tabs, newlines and backslashes as octal escapes). */
export function parseMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [device, path, type, options] = line.split(" ").map(unescape);
    if (device === undefined || path === undefined || type === undefined || options === undefined) return [];
    return [{ device, path, type, readOnly: options.split(",").includes("ro") }];
  });
}

const unescape = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** The mount that a path lies on: the deepest, and of several over each other the last. */
export function mountOf(path: string, all: readonly Mount[]): Mount | undefined {
  const above = all.filter(
    (mount) => path === mount.path || mount.path === "/" || path.startsWith(`${mount.path}/`),
  );
  return above.reduce<Mount | undefined>(
    (best, mount) => (best && best.path.length > mount.path.length ? best : mount),
    undefined,
  );
}

const NETWORK =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|ceph|glusterfs|9p|afs|lustre|fuse\.(?:sshfs|ceph|glusterfs|rclone|s3fs|juicefs|goofys|davfs2?))$/;

/** "nfs4 from 10.0.0.5:/media" where the path lies on a network file system. */
export function networkOf(path: string, all: readonly Mount[]): string | undefined {
  const mount = mountOf(path, all);
  return mount && NETWORK.test(mount.type) ? `${mount.type} from ${mount.device}` : undefined;
}

/** What a host says of itself. */
export interface Identity {
  /** Seconds since the epoch by its own clock. */
  readonly clock: number;
  /** As the kernel calls it: "x86_64", "aarch64". */
  readonly machine: string;
  /** New at every boot. */
  readonly boot: string;
  readonly hostname: string;
  readonly addresses: readonly string[];
  /**
   * Those of the tools asked for that are there, "gnu-find", "gnu-tar" and "gnu-sort" where they are GNU's, and "rsync-exact"
   * where rsync brings all that a file has.
   */
  readonly tools: ReadonlySet<string>;
}

/** Tools that movers and checks ask for. */
export const TOOLS = [
  "rsync",
  "tar",
  "zstd",
  "gzip",
  "find",
  "stat",
  "awk",
  "sha256sum",
  "base64",
  "ss",
  "curl",
  "python3",
  "getfattr",
  "docker",
  "systemd-run",
  "b2sum",
  "b3sum",
];

export const identity = (tools: readonly string[] = TOOLS): Fact<Identity> => ({
  ask: showIdentity(tools),
  parse: ({ stdout }) => parseIdentity(stdout),
});

/** Reads the "key value" lines of `showIdentity`. */
export function parseIdentity(text: string): Identity {
  const lines = text
    .split("\n")
    .map((line) => [line.split(" ", 1)[0] ?? "", line.slice(line.indexOf(" ") + 1)]);
  const all = (key: string) => lines.filter(([name]) => name === key).map(([, value = ""]) => value);
  const one = (key: string) => all(key)[0] ?? "";
  const clock = Number(one("clock").replace(/\.%?N$/, ""));
  if (!(clock > 0)) throw new SyntaxError("no clock");
  return {
    clock,
    machine: one("machine"),
    boot: one("boot"),
    hostname: one("hostname"),
    addresses: all("address"),
    tools: new Set(all("tool")),
  };
}
