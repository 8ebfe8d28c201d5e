import { createHash } from "node:crypto";
import { access, copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "../../program/setup/cache";
import { must, run } from "../../program/setup/spawn";
import { composePlugin } from "./compose-plugin";

const suite = "bookworm";

const packages = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "openssh-server",
  "rsync",
  "zstd",
  "iproute2",
  "iptables",
  "ca-certificates",
  "curl",
  "procps",
  "sudo",
  "acl",
  "attr",
  "btrfs-progs",
  "docker.io",
  "nginx-light",
  "python3",
  "socat",
  "busybox-static",
  "redis-server",
];

/**
 * nspawn mounts the cgroup tree read-only for the payload; Docker has to write there. Under cgroup v2
 * the tree is one writable mount already, and the remount is without effect.
 */
const cgroups = `[Service]
ExecStartPre=/bin/sh -c 'for d in /sys/fs/cgroup /sys/fs/cgroup/*/; do mount -o remount,bind,rw "$d"; done; true'
`;

/** Units that would only cost time in a host that lives for minutes; redis-server is there for images. */
const disabled = [
  "redis-server.service",
  "nginx.service",
  "e2scrub_reap.service",
  "systemd-pstore.service",
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "dpkg-db-backup.timer",
  "e2scrub_all.timer",
  "fstrim.timer",
  "getty@tty1.service",
];

const masked = ["console-getty.service", "systemd-tmpfiles-clean.timer", "systemd-firstboot.service"];

const recipe = JSON.stringify([suite, packages, cgroups, disabled, masked, "7"]);
const version = createHash("sha256").update(recipe).digest("hex").slice(0, 10);

/** The Debian tree that every host of every lab is an overlay of; built once per recipe (about two minutes). */
export async function baseTree(progress: (line: string) => void): Promise<string> {
  const tree = join(cacheDirectory(), `lab-base-${version}`);
  if (await exists(tree)) return tree;
  const plugin = await composePlugin(progress);
  const building = `${tree}.${process.pid}.part`;
  await mkdir(cacheDirectory(), { recursive: true });
  progress("building the lab's Debian tree, about two minutes, once");
  try {
    await must([
      "debootstrap",
      "--variant=minbase",
      `--include=${packages.join(",")}`,
      suite,
      building,
      await mirror(),
    ]);
    await furnish(building, plugin);
    await rename(building, tree).catch(async (error: unknown) => {
      if (!(await exists(tree))) throw error; // else another run was faster
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  progress("the lab's Debian tree is ready");
  return tree;
}

async function furnish(tree: string, plugin: string): Promise<void> {
  const plugins = join(tree, "usr/local/lib/docker/cli-plugins");
  await mkdir(plugins, { recursive: true });
  await copyFile(plugin, join(plugins, "docker-compose"));
  const dropIn = join(tree, "etc/systemd/system/docker.service.d");
  await mkdir(dropIn, { recursive: true });
  await writeFile(join(dropIn, "cgroups.conf"), cgroups);
  await must(["systemctl", "--root", tree, "disable", "-q", ...disabled]);
  await must(["systemctl", "--root", tree, "mask", "-q", ...masked]);
  await must(["chroot", tree, "useradd", "--create-home", "--shell", "/bin/bash", "deploy"]);
  await writeFile(join(tree, "etc/sudoers.d/deploy"), "deploy ALL=(ALL) NOPASSWD: ALL\n", { mode: 0o440 });
  // Each host gets its own identity; nothing of this machine's name servers is of use in the lab.
  await must([
    "sh",
    "-c",
    'rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/machine-id "$1"/var/lib/dbus/machine-id',
    "sh",
    tree,
  ]);
  await writeFile(join(tree, "etc/resolv.conf"), "");
  await must(["sh", "-c", 'rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/*', "sh", tree]);
}

/** The Debian mirror that this machine's own apt is set to, so that the lab works wherever apt does. */
async function mirror(): Promise<string> {
  const set = process.env.FERRY_DEBIAN_MIRROR;
  if (set) return set;
  const format = "$(CREATED_BY)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)";
  const targets = await run(["apt-get", "indextargets", "--format", format]).catch(() => undefined);
  for (const line of targets?.stdout.split("\n") ?? []) {
    const [kind, release, component, uri] = line.split("|");
    if (kind === "Packages" && release === suite && component === "main" && uri) return uri;
  }
  throw new Error(
    `The lab needs a mirror of Debian ${suite}, and this machine's apt names none. ` +
      "Set FERRY_DEBIAN_MIRROR to one (http://…/debian) and run this again.",
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
