/** A server that services can live on, as the engine and the pure builders see it. */
export interface Host {
  /** The name in the stack file. */
  readonly name: string;
  /** How proxies and other hosts reach it: an IP address or a DNS name. */
  readonly address: string;
  /** Prefix of every path on it: "" for a real host, a directory for a local host. */
  readonly root: string;
  /** Docker networks that the stack file declares on it: `pulumi up` makes them before a service moves there. */
  readonly networks?: readonly string[];
}

/** Where a path of the stack file really lies on a host. */
export function at(host: Host, path: string): string {
  return host.root + path;
}
