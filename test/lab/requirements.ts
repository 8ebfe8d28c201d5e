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

/** Gets what is missing from apt; throws, naming what is missing, where that does not work. */
export async function needTools(progress: (line: string) => void): Promise<void> {
  // A shell that became root without being a login of root has no sbin on its PATH.
  process.env.PATH = `${process.env.PATH ?? ""}${delimiter}/usr/sbin${delimiter}/sbin`;
  const missing: string[] = [];
  for (const [tool, from] of Object.entries(tools)) if (!(await onPath(tool))) missing.push(from);
  if (missing.length === 0) return;
  const wanted = [...new Set(missing)];
  progress(`installing ${wanted.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await must(["apt-get", "update", "-qq"], { env });
  await must(["apt-get", "install", "-qq", "--no-install-recommends", ...wanted], { env });
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
