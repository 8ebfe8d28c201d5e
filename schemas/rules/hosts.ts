import { tidyPath, within } from "../paths";
import { type Finding, quoted } from "../problems";
import { clashes, type Entry, type View } from "./view";

/**
 * Two names for one machine. A move between them would be a move of a service onto itself, which would put
 * its files into their own place.
 */
export function oneMachineTwice({ hosts = [] }: View): Finding[] {
  const sameServer = clashes(hosts, destination, (later, earlier) => ({
    path: [...later.path, "ssh"],
    message: `is the machine that host ${quoted(earlier.name)} is, and a service cannot move onto the host it is on`,
    suggestion: "keep one of the two names",
    got: later.text("ssh") ?? "",
  }));
  return [...sameServer, ...sameDirectory(hosts), ...hosts.flatMap(impossiblePort)];
}

/** Where ssh goes: the user makes no other machine of it, the port may (forwarded ports). */
function destination(host: Entry): string | undefined {
  const { address, port = "22" } =
    /^(?:.*@)?(?<address>\[.*\]|[^:]*)(?::(?<port>\d+))?$/.exec(host.text("ssh") ?? "")?.groups ?? {};
  return address ? `${address.toLowerCase()}:${Number(port)}` : undefined;
}

function sameDirectory(hosts: readonly Entry[]): Finding[] {
  const local = hosts.flatMap((host) => {
    const directory = host.text("local");
    return directory ? [{ host, directory: tidyPath(directory) }] : [];
  });
  return local.flatMap(({ host, directory }, i) => {
    const other = local
      .slice(0, i)
      .find((each) => within(directory, each.directory) || within(each.directory, directory));
    if (other === undefined) return [];
    return [
      {
        path: [...host.path, "local"],
        message: `is, or shares files with, the directory of host ${quoted(other.host.name)}`,
        suggestion: "give each host a directory of its own, none inside another",
        got: directory,
      },
    ];
  });
}

function impossiblePort(host: Entry): Finding[] {
  const [, port] = /:(\d+)$/.exec(host.text("ssh")?.replace(/^.*\]/, "") ?? "") ?? [];
  if (port === undefined || (Number(port) >= 1 && Number(port) <= 65535)) return [];
  return [
    {
      path: [...host.path, "ssh"],
      message: `port ${port} does not exist`,
      suggestion: "write a port from 1 to 65535, or leave it out for what ssh uses",
      got: port,
    },
  ];
}
