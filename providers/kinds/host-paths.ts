import type { PathType } from "../facts/paths";
import type { Check } from "../model/service";

/** What a service uses of the host outside Docker's own places. */
export interface UsedPath {
  /** As the service names it (absolute). */
  readonly path: string;
  /** Who uses it and how, for messages: "web (bind)", "db (secret file)". */
  readonly by: string;
  readonly type: PathType;
  readonly real: string;
  readonly readOnly: boolean;
  /** "nfs4 from 10.0.0.5:/media" where the path lies on a network file system. */
  readonly network?: string;
}

export type PathVerdict =
  | { readonly travels: true }
  | { readonly travels: false; readonly why: string; readonly trouble?: Check };

/** Trees that every host has of its own; a copy of another host's would be wrong. */
const OF_THE_HOST: ReadonlyMap<string, string> = new Map([
  ["/proc", "the kernel's own view of the running host"],
  ["/sys", "the kernel's own view of the running host"],
  ["/dev", "the host's devices"],
  ["/run", "state of the running host"],
  ["/var/run", "state of the running host"],
  ["/boot", "the host's kernel"],
  ["/lib/modules", "the host's kernel modules"],
  ["/usr/lib/modules", "the host's kernel modules"],
  ["/usr/src", "the host's kernel sources"],
  ["/var/lib/docker", "Docker's own state"],
  ["/var/lib/containerd", "Docker's own state"],
  ["/etc/localtime", "the host's time zone"],
  ["/etc/timezone", "the host's time zone"],
  ["/usr/share/zoneinfo", "the host's time zone"],
  ["/etc/machine-id", "the host's identity"],
  ["/etc/hostname", "the host's identity"],
  ["/etc/hosts", "the host's identity"],
  ["/etc/resolv.conf", "the host's network settings"],
  ["/etc/os-release", "the host's identity"],
  ["/etc/passwd", "the host's users"],
  ["/etc/group", "the host's users"],
  ["/etc/shadow", "the host's users"],
  ["/etc/ssl/certs", "the certificate authorities the host trusts"],
  ["/etc/pki", "the certificate authorities the host trusts"],
  ["/usr/share/ca-certificates", "the certificate authorities the host trusts"],
  ["/var/log/journal", "the host's own log"],
  ["/tmp/.X11-unix", "sockets of the host's display"],
]);

/** Directories that belong to everybody: a service that uses one whole uses more than its own. */
const SHARED = new Set(
  "/ /bin /etc /home /lib /lib64 /media /mnt /opt /root /sbin /snap /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/share /var /var/cache /var/lib /var/log /var/tmp".split(
    " ",
  ),
);

/** Decides whether a path of the host travels with the service that uses it, and if not, why. */
export function judge(used: UsedPath): PathVerdict {
  // A local host's root stands before the path; only where a symbolic link leads counts.
  const own = ownerOf(used.path) ?? (used.real.endsWith(used.path) ? undefined : ownerOf(used.real));
  if (used.type === "socket")
    return stays("a socket: what listens on it runs on the host, not in the service");
  if (used.type === "device") return stays("a device of the host");
  if (own) return stays(`${own}: the target's own is used`);
  if (used.network)
    return stays(`on a network file system (${used.network}): mounted on the target, not copied`);
  if (SHARED.has(used.real)) return shared(used);
  if (used.type === "missing") return { travels: false, why: "it is not there", trouble: missing(used) };
  if (used.type === "other") return stays("neither a file nor a directory");
  return { travels: true };
}

const stays = (why: string): PathVerdict => ({ travels: false, why });

function ownerOf(path: string): string | undefined {
  if (/\/docker\.sock$/.test(path)) return "the Docker socket";
  for (const [root, why] of OF_THE_HOST) if (path === root || path.startsWith(`${root}/`)) return why;
  return undefined;
}

function shared(used: UsedPath): PathVerdict {
  const why = "it holds more than this service's data";
  // A reader of the whole host (a monitor, a log shipper) finds another host there, which is what it is for.
  const outcome = used.readOnly ? "warn" : "fail";
  const trouble: Check = {
    name: "bind mount",
    outcome,
    text: `${used.by} uses ${used.path} of the host, which is not copied: ${why}.`,
    remedy: used.readOnly
      ? `If it needs files from there, name their own directory instead of ${used.path}.`
      : `Name the directory that is the service's own instead of ${used.path}.`,
  };
  return { travels: false, why, trouble };
}

function missing(used: UsedPath): Check {
  return {
    name: "bind mount",
    outcome: "fail",
    text: `${used.by} uses ${used.path}, which is not there.`,
    remedy: `Create ${used.path}, or take it out of the service's definition.`,
  };
}

/** True where `path` is `parent` or lies in it. */
export function within(path: string, parent: string): boolean {
  return path === parent || parent === "/" || path.startsWith(`${parent}/`);
}
