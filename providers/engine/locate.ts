import type { ServiceDecl } from "../../schemas/stack";
import type { Kind, Named } from "../model/kind";
import { reasons, remedyOf } from "./errors";
import type { Hosts } from "./hosts";
import { glance, perform } from "./perform";
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
  const glimpsed = shared && (await glimpse(hosts, kind, service, shared));
  return verdict(service.name, service.host, glimpsed ?? (await sightings(hosts, kind, service, shared)));
}

/**
 * What one shared look at each host says, where it says that the service runs on its declared host: enough for
 * a service that stays where it is. A kind whose every look is its own is never told from this.
 */
async function glimpse(
  hosts: Hosts,
  kind: Kind,
  service: Named<ServiceDecl>,
  shared: SharedFacts,
): Promise<Sighting[] | undefined> {
  const look = async (name: string): Promise<Sighting | undefined> => {
    const transport = await hosts.get(name);
    const whereabouts = await glance(transport, kind.locate(service, transport.host), shared);
    return { host: name, whereabouts: whereabouts ?? { state: "absent", evidence: "it does not run there" } };
  };
  const seen = await Promise.all(hosts.names.map((name) => look(name).catch(() => undefined)));
  const sure = seen.filter((each) => each !== undefined);
  const here = sure.find(({ host }) => host === service.host);
  return sure.length === seen.length && here?.whereabouts?.state === "running" ? sure : undefined;
}
