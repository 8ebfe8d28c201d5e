/** Where a route leads: a host's address and a port, as one "address:port" text with IPv6 in brackets. */
export interface Upstream {
  /** Without brackets. */
  readonly address: string;
  readonly port: number;
}

const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const IPV6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/;

/** "10.77.0.11:8080", "[fd00::11]:8080". */
export function upstreamText(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Takes "address:port" apart. Throws where it is neither an address nor a name with a port: it becomes a part
 * of the proxy's configuration, so nothing else may come in with it.
 */
export function parseUpstream(text: string): Upstream {
  const colon = text.lastIndexOf(":");
  const address = text.slice(0, Math.max(colon, 0)).replace(/^\[(.*)\]$/, "$1");
  const digits = text.slice(colon + 1);
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65535 || !(NAME.test(address) || IPV6.test(address))) {
    throw new Error(`"${text}" is not an address with a port, such as 10.0.0.11:8080 or [fd00::11]:8080.`);
  }
  return { address, port };
}
