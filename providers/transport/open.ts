import { resolve } from "node:path";
import type { HostDecl } from "../../schemas/stack";
import type { Transport } from "../model/transport";
import { localTransport } from "./local";
import { SshTransport } from "./ssh";
import { resolveSshAddress } from "./ssh-address";

/**
 * The transport of a declared host. Connects to nothing yet: the first command does, and commands that come
 * at the same time share that one connection. Rejects with a `TransportError` where ssh's own configuration
 * cannot be read.
 */
export async function openTransport(name: string, decl: HostDecl): Promise<Transport> {
  if ("local" in decl) {
    return localTransport({ name, address: decl.address ?? "127.0.0.1", root: resolve(decl.local) });
  }
  const networks = Object.keys(decl.networks ?? {});
  return new SshTransport(name, decl.ssh, await resolveSshAddress(name, decl), networks);
}
