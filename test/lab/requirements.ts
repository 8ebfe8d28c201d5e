import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { must } from "../../program/setup/spawn";

/** Debian's package for each tool that the lab calls on this machine. */
const tools: Readonly<Record<string, string>> = {
  debootstrap: "debootstrap",
  "systemd-nspawn": "systemd-container",
  "ssh-keygen": "openssh-client",
  ssh: "openssh-client",
  ip: "iproute2",
  tc: "iproute2",
  iptables: "iptables",
  nsenter: "util-linux",
  sysctl: "procps",
};

/** The same for tools that Ferry uses where a host has them, and that tests on this machine try it with. */
const tried: Readonly<Record<string, string>> = {
  b3sum: "b3sum",
  "mkfs.btrfs": "btrfs-progs",
  nc: "netcat-openbsd",
};

/** Gets what is missing from apt; throws, naming what is missing, where that does not work. */
export async function needTools(progress: (line: string) => void): Promise<void> {
  // A shell that became root without being a login of root has no sbin on its PATH.
  process.env.PATH = `${process.env.PATH ?? ""}${delimiter}/usr/sbin${delimiter}/sbin`;
  await install(await missingOf(tools), progress);
  // Tests say themselves what they leave out without these.
  await install(await missingOf(tried), progress).catch((error: Error) => progress(error.message));
}

async function missingOf(wanted: Readonly<Record<string, string>>): Promise<string[]> {
  const missing: string[] = [];
  for (const [tool, from] of Object.entries(wanted)) if (!(await onPath(tool))) missing.push(from);
  return [...new Set(missing)];
}

async function install(packages: readonly string[], progress: (line: string) => void): Promise<void> {
  if (packages.length === 0) return;
  progress(`installing ${packages.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await must(["apt-get", "update", "-qq"], { env });
  await must(["apt-get", "install", "-qq", "--no-install-recommends", ...packages], { env });
}

async function onPath(tool: string): Promise<boolean> {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    const found = await access(join(directory, tool), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
