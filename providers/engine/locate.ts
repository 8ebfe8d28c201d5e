import type { ServiceDecl } from "../../schemas/stack";
import type { Kind, Named } from "../model/kind";
import { reasons, remedyOf } from "./errors";
import type { Hosts } from "./hosts";
import { perform } from "./perform";
import type { SharedFacts } from "./sharing";
import { type Sighting, type Verdict, verdict } from "./verdict";

/** Asks every declared host, side by side, whether the service is there. */
export async function sightings(
  hosts: Hosts,
  kind: Kind,
  service: Named<ServiceDecl>,
  shared?: SharedFacts,
): Promise<Sighting[]> {
  return Promise.all(hosts.names.map((name) => sight(hosts, kind, service, name, shared)));
}

async function sight(
  hosts: Hosts,
  kind: Kind,
  service: Named<ServiceDecl>,
  name: string,
  shared?: SharedFacts,
): Promise<Sighting> {
  try {
    const transport = await hosts.get(name);
    const look = kind.locate(service, transport.host);
    return { host: name, whereabouts: await perform(transport, look, shared ? { shared } : {}) };
  } catch (error) {
    const text = `${name}: ${reasons(error).join(": ")}`;
    return {
      host: name,
      trouble: { text, remedy: remedyOf(error) ?? `See what \`ferry doctor\` says of ${name}.` },
    };
  }
}

/** Where the service is, as far as the declared hosts say. */
export async function locate(
  hosts: Hosts,
  kind: Kind,
  service: Named<ServiceDecl>,
  shared?: SharedFacts,
): Promise<Verdict> {
  return verdict(service.name, service.host, await sightings(hosts, kind, service, shared));
}
