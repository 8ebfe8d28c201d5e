import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../../program/setup/spawn";

export interface Address {
  readonly name: string;
  readonly address: string;
}

/** Makes the lab's own key pair; returns its private key's path. */
export async function makeKey(directory: string): Promise<string> {
  const key = join(directory, "id_ed25519");
  await must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ferry-lab", "-f", key]);
  return key;
}

/** Gives a host what makes it itself (name, machine id, ssh host key) and lets the lab's key in. */
export async function identify(
  root: string,
  name: string,
  key: string,
  all: readonly Address[],
): Promise<void> {
  const hostKey = join(root, "etc/ssh/ssh_host_ed25519_key");
  const hosts = all.map((host) => `${host.address} ${host.name}\n`).join("");
  await Promise.all([
    writeFile(join(root, "etc/hostname"), `${name}\n`),
    writeFile(join(root, "etc/machine-id"), `${randomBytes(16).toString("hex")}\n`),
    writeFile(join(root, "etc/hosts"), `127.0.0.1 localhost\n${hosts}`),
    must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", `root@${name}`, "-f", hostKey]),
  ]);
  const authorised = await readFile(`${key}.pub`, "utf8");
  for (const home of ["root", "home/deploy"]) {
    await mkdir(join(root, home, ".ssh"), { recursive: true, mode: 0o700 });
    await writeFile(join(root, home, ".ssh/authorized_keys"), authorised, { mode: 0o600 });
  }
  await must(["chroot", root, "chown", "-R", "deploy:deploy", "/home/deploy/.ssh"]);
}

/** Writes ssh_config and known_hosts, so that `ssh -F FILE alpha` works; returns the config's path. */
export async function writeSshConfig(
  directory: string,
  key: string,
  hosts: readonly (Address & { readonly root: string })[],
): Promise<string> {
  const known = join(directory, "known_hosts");
  const lines = hosts.map(async (host) => {
    const publicKey = await readFile(join(host.root, "etc/ssh/ssh_host_ed25519_key.pub"), "utf8");
    return `${host.name},${host.address} ${publicKey.split(" ").slice(0, 2).join(" ")}\n`;
  });
  await writeFile(known, (await Promise.all(lines)).join(""));
  const config = join(directory, "ssh_config");
  await writeFile(config, [...hosts.map(entry), common(key, known)].join("\n"));
  await chmod(config, 0o600);
  return config;
}

function entry(host: Address): string {
  return `Host ${host.name} ${host.address}\n  HostName ${host.address}\n`;
}

function common(key: string, known: string): string {
  return `Host *
  User root
  IdentityFile ${key}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${known}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
`;
}
