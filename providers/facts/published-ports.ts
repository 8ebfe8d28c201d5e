import type { Port } from "../model/service";
import type { Container } from "./containers";

/** One entry of a compose file's `ports`, as `docker compose config` prints it. */
export interface Published {
  readonly host_ip: string;
  readonly published?: string | undefined;
  readonly protocol: string;
}

/**
 * The ports of the host that a compose entry claims. A range with one target port lets Docker choose, as does
 * an entry without a published port: no port of the host is claimed then.
 */
export function publishedPorts(entry: Published): Port[] {
  const published = entry.published ?? "";
  if (!/^\d+$/.test(published) || published === "0") return [];
  return [toPort(entry.host_ip, published, entry.protocol)];
}

/** The ports of the host that a container was made to claim (not those Docker chose for it). */
export function boundPorts(container: Container): Port[] {
  return Object.entries(container.HostConfig.PortBindings ?? {}).flatMap(([key, bindings]) => {
    const protocol = key.split("/")[1] ?? "tcp";
    return (bindings ?? [])
      .filter(({ HostPort }) => /^\d+$/.test(HostPort) && HostPort !== "0")
      .map(({ HostIp, HostPort }) => toPort(HostIp, HostPort, protocol));
  });
}

function toPort(address: string, port: string, protocol: string): Port {
  return { address: address || "0.0.0.0", port: Number(port), protocol: protocol === "udp" ? "udp" : "tcp" };
}

const ANY = new Set(["0.0.0.0", "::", "*", ""]);

/** True where both cannot be listened on at once. IPv4 and IPv6 meet only where one of them is every address. */
export function overlap(a: Port, b: Port): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.address === b.address || ANY.has(a.address) || ANY.has(b.address);
}

/** "8080/tcp", or "127.0.0.1:8080/tcp" where it is not every address. */
export function portText({ address, port, protocol }: Port): string {
  const place = ANY.has(address) ? "" : address.includes(":") ? `[${address}]:` : `${address}:`;
  return `${place}${port}/${protocol}`;
}

/** Each port once, in order of number, protocol and address. */
export function distinctPorts(ports: readonly Port[]): Port[] {
  const byText = new Map(ports.map((port) => [portText(port), port]));
  return [...byText.values()].sort(
    (a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol) || a.address.localeCompare(b.address),
  );
}
