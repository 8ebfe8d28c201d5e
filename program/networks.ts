import { Network, Provider } from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { HostSpec, SshHostSpec } from "../schemas/normal";

/** The Docker networks that a stack declares, by host. */
export type Networks = ReadonlyMap<string, readonly pulumi.Resource[]>;

/**
 * Declares the Docker networks of every host that has some, through its own Docker over ssh (the ssh user has
 * to be one who may use Docker). A network that leaves the stack file stays on the host, as services do.
 */
export function declareNetworks(hosts: Readonly<Record<string, HostSpec>>): Networks {
  return new Map(Object.entries(hosts).map(([name, host]) => [name, networksOf(name, host)]));
}

type NetworkSpec = NonNullable<SshHostSpec["networks"]>[string];

function networksOf(hostName: string, host: HostSpec): pulumi.Resource[] {
  const declared = Object.entries(("networks" in host && host.networks) || {});
  if (declared.length === 0 || !("ssh" in host)) return [];
  const provider = new Provider(`docker-${hostName}`, {
    host: `ssh://${host.ssh}`,
    sshOpts: sshOptions(process.env.FERRY_SSH_CONFIG),
  });
  return declared.map(([name, network]) => declare(hostName, name, network, provider));
}

function declare(hostName: string, name: string, network: NetworkSpec, provider: Provider): pulumi.Resource {
  const args = {
    name,
    driver: network.driver ?? "bridge",
    internal: network.internal ?? false,
    ...(network.subnet === undefined ? {} : { ipamConfigs: [{ subnet: network.subnet }] }),
  };
  return new Network(`${hostName}-${name}`, args, { provider, retainOnDelete: true });
}

/** As Ferry's own connections: it never asks, and a host key that is not known is refused. */
function sshOptions(config: string | undefined): string[] {
  const strict = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"];
  return config ? ["-F", config, ...strict] : strict;
}
