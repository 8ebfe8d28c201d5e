import type { Stack } from "../../../schemas/normal";
import type { Tool } from "./packages";

/** A tool that a host needs, and what for. */
export interface Need {
  readonly tool: Tool;
  readonly why: string;
  /** True where Ferry works without it, only less well. */
  readonly optional?: boolean;
}

/** What a host needs for the part it plays in the stack. Any host that is not only a proxy's may be a target. */
export function needsOf(stack: Stack, host: string): Need[] {
  const proxies = Object.values(stack.proxies).filter((proxy) => proxy.host === host);
  const services = Object.values(stack.services);
  const carries = proxies.length === 0 || services.some((service) => service.host === host);
  const kinds = new Set(services.map((service) => service.kind));
  const compose = kinds.has("compose");
  return [
    ...(carries ? COPYING : []),
    ...(carries && "ssh" in (stack.hosts[host] ?? {}) ? [SSH] : []),
    ...(carries && (compose || kinds.has("container")) ? [DOCKER] : []),
    ...(carries && compose ? [COMPOSE] : []),
    ...(proxies.some((proxy) => proxy.kind === "nginx") ? [NGINX] : []),
  ];
}

/** Programs of the host that its command proxies call, which no package list of Ferry's knows. */
export function proxyPrograms(stack: Stack, host: string): string[] {
  const commands = Object.values(stack.proxies).flatMap((proxy) =>
    proxy.host === host && proxy.kind === "command" ? [proxy.test, proxy.reload] : [],
  );
  return [...new Set(commands.flatMap((argv) => argv?.[0] ?? []))];
}

const COPYING: readonly Need[] = [
  { tool: "tar", why: "packs what is sent" },
  { tool: "find", why: "lists what is there" },
  { tool: "b2sum", why: "proves fast that what arrived is what left", optional: true },
  { tool: "awk", why: "tells what changed between two passes" },
  { tool: "zstd", why: "compresses what is sent", optional: true },
];
const SSH: Need = { tool: "ssh", why: "sends from host to host, not through this machine", optional: true };
const DOCKER: Need = { tool: "docker", why: "runs the services" };
const COMPOSE: Need = { tool: "compose", why: "runs the Compose projects" };
const NGINX: Need = { tool: "nginx", why: "is the proxy here" };
