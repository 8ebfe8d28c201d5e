import { must, run } from "../../program/setup/spawn";
import type { Site } from "./site";

/** Makes the bridge in a namespace of its own and joins this machine to it. */
export async function makeSwitch(lab: Site): Promise<void> {
  await must(["ip", "netns", "add", lab.switch]);
  await batch(lab.switch, ["link add br0 type bridge", "link set br0 up", "link set lo up"]);
  await must([
    "ip",
    "link",
    "add",
    lab.uplink,
    "type",
    "veth",
    "peer",
    "name",
    "uplink",
    "netns",
    lab.switch,
  ]);
  await batch(lab.switch, ["link set uplink master br0", "link set uplink up"]);
  await batch(undefined, [`addr add ${lab.gateway}/24 dev ${lab.uplink}`, `link set ${lab.uplink} up`]);
}

/** Makes a host's namespace with its cable to the switch; it outlives the host's reboots. */
export async function plugIn(lab: Site, namespace: string, port: string, address: string): Promise<void> {
  await must(["ip", "netns", "add", namespace]);
  await batch(lab.switch, [
    `link add ${port} type veth peer name eth0 netns ${namespace}`,
    `link set ${port} master br0`,
    `link set ${port} up`,
  ]);
  await batch(namespace, [
    "link set lo up",
    `addr add ${address}/24 dev eth0`,
    "link set eth0 up",
    `route add default via ${lab.gateway}`,
  ]);
  // The host itself sees /proc/sys read-only, and Docker needs forwarding.
  await must(["ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv4.ip_forward=1"]);
}

/** Pulls the cable out, or puts it back. */
export async function setCable(lab: Site, port: string, state: "up" | "down"): Promise<void> {
  await must(["ip", "-n", lab.switch, "link", "set", port, state]);
}

/** Drops everything that comes from one address, also what goes on to containers. */
export async function dropFrom(namespace: string, address: string): Promise<void> {
  await must([...table(namespace, "raw"), "-I", "PREROUTING", "-s", address, "-j", "DROP"]);
}

export async function dropNothing(namespace: string): Promise<void> {
  await must([...table(namespace, "raw"), "-F", "PREROUTING"]);
}

/** Begins to count what comes from one address, also what goes on to containers; once for each address. */
export async function countFrom(namespace: string, address: string): Promise<void> {
  await must([...table(namespace, "mangle"), "-A", "PREROUTING", "-s", address]);
}

/** Bytes that have come from an address since `countFrom`, by the kernel's own books: whole packets with their headers. */
export async function countedFrom(namespace: string, address: string): Promise<number> {
  const rules = await must([...table(namespace, "mangle"), "-nvxL", "PREROUTING"]);
  const rule = rules.split("\n").find((line) => line.split(/\s+/).includes(address));
  return Number(rule?.trim().split(/\s+/)[1]);
}

const table = (namespace: string, name: "raw" | "mangle"): string[] => [
  "ip",
  "netns",
  "exec",
  namespace,
  "iptables",
  "-t",
  name,
];

/** Limits a host's cable to so many megabits a second both ways; undefined takes the limit away. */
export async function limitCable(lab: Site, namespace: string, port: string, mbit?: number): Promise<void> {
  for (const [where, device] of [
    [lab.switch, port],
    [namespace, "eth0"],
  ] as const) {
    const tc = ["tc", "-n", where, "qdisc"];
    await run([...tc, "del", "dev", device, "root"]);
    if (mbit === undefined) continue;
    const shape = ["tbf", "rate", `${mbit}mbit`, "burst", "64kb", "latency", "50ms"];
    await must([...tc, "add", "dev", device, "root", ...shape]);
  }
}

/** Takes away every interface and namespace of a lab; cables go with their switch. */
export async function unplugAll(lab: Site): Promise<void> {
  await run(["ip", "link", "del", lab.uplink]);
  const listed = await run(["ip", "netns", "list"]);
  const mine = listed.stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
  for (const name of mine) {
    if (name.startsWith(`ferry${lab.index}-`)) await run(["ip", "netns", "del", name]);
  }
}

async function batch(namespace: string | undefined, lines: readonly string[]): Promise<void> {
  const where = namespace === undefined ? [] : ["-n", namespace];
  await must(["ip", ...where, "-batch", "-"], { stdin: `${lines.join("\n")}\n` });
}
