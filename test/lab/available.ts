import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../program/setup/spawn";
import { labRoot } from "./site";

/** File systems whose directories cannot be the upper part of an overlay, or lie in memory. */
const unfit: ReadonlyMap<number, string> = new Map([
  [0x794c7630, "overlay"],
  [0x01021994, "tmpfs"],
  [0x6969, "nfs"],
]);

/** Why this machine cannot hold a lab, or undefined when it can. */
export async function whyNoLab(): Promise<string | undefined> {
  if (process.env.FERRY_LAB === "off") return "FERRY_LAB is off";
  if (process.platform !== "linux") return "it needs Linux";
  if (process.getuid?.() !== 0) return "it needs root (network namespaces, mounts)";
  if ((await works(["apt-get", "--version"])) === false) return "it needs Debian's apt for its tools";
  if (!(await works(["unshare", "--net", "--mount", "--pid", "--fork", "true"]))) {
    return "the kernel, or the container this runs in, allows no namespaces";
  }
  if (!(await works(["nsenter", "-t", String(process.pid), "-m", "--wdns=/", "true"]))) {
    return "it needs nsenter of util-linux 2.38 or later";
  }
  return overlay();
}

async function overlay(): Promise<string | undefined> {
  await mkdir(labRoot(), { recursive: true });
  const type = unfit.get((await statfs(labRoot())).type);
  if (type) return `${labRoot()} lies on ${type}; set FERRY_LAB_DIRECTORY to a directory on a disk`;
  const probe = await mkdtemp(join(labRoot(), "probe-"));
  const mount =
    'cd "$1" && mkdir l u w m && mount -t overlay o -o lowerdir=l,upperdir=u,workdir=w m && umount m';
  const mounted = await works(["sh", "-c", mount, "sh", probe]);
  await rm(probe, { recursive: true, force: true });
  return mounted ? undefined : `the kernel mounts no overlay in ${labRoot()}`;
}

async function works(argv: readonly string[]): Promise<boolean> {
  const done = await run(argv, { within: 10_000 }).catch(() => undefined);
  return done?.code === 0;
}
