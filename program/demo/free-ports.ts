import { createServer } from "node:net";

/** Two loopback addresses that both can be listened on: every system has one pair or the other. */
const PAIRS = [
  ["127.0.0.1", "127.0.0.2"],
  ["127.0.0.1", "::1"],
] as const;

/** Addresses for two hosts on this machine. Throws, saying what to do, where it has only one. */
export async function twoAddresses(): Promise<readonly [string, string]> {
  for (const pair of PAIRS) if (await isFree(pair[1], 0)) return pair;
  throw new Error(
    "The demo needs two loopback addresses, and this machine has only 127.0.0.1. " +
      "On macOS, `sudo ifconfig lo0 alias 127.0.0.2` gives it a second one until the next boot.",
  );
}

/** A port above `from` that is free on all the addresses. */
export async function freePort(addresses: readonly string[], from: number): Promise<number> {
  for (let port = from; port < from + 500; port++) {
    const free = await Promise.all(addresses.map((address) => isFree(address, port)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`No port from ${from} to ${from + 499} is free on ${addresses.join(" and ")}.`);
}

function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
