import { resolve } from "node:path";
import type { HostSpec, Stack } from "../schemas/normal";

/** The stack with the directories that act as hosts as absolute paths: where a program runs must not matter. */
export function withPlacesFrom(root: string, stack: Stack): Stack {
  const placed = (host: HostSpec): HostSpec =>
    "local" in host ? { ...host, local: resolve(root, host.local) } : host;
  const hosts = Object.entries(stack.hosts).map(([name, host]) => [name, placed(host)] as const);
  return { ...stack, hosts: Object.fromEntries(hosts) };
}
