import type { ServiceSpec } from "../../schemas/normal";
import type { Host } from "../model/host";
import type { Engine } from "./engine";
import type { Routing } from "./move";

/** The route of a service with its proxy, leading to `host`; undefined where it has none. */
export async function routingOf(
  engine: Engine,
  service: ServiceSpec,
  host: Host,
): Promise<Routing | undefined> {
  const { route } = service;
  const declaration = route && engine.surroundings.proxies[route.proxy];
  if (!route || !declaration) return undefined;
  return {
    proxy: engine.adapters.proxyOf(declaration),
    declaration,
    route: { ...route, service: service.name },
    on: await engine.hosts.get(declaration.host),
    to: upstream(host.address, route.port),
  };
}

/** RFC 3986, 3.2.2: an IPv6 address stands in brackets before a port. */
function upstream(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
