import type { ProxyDecl } from "../../schemas/stack";
import type { Proxy } from "../model/proxy";
import { commandProxy } from "./command";
import { nginx } from "./nginx";

const proxies: { readonly [K in ProxyDecl["kind"]]: Proxy<Extract<ProxyDecl, { kind: K }>> } = {
  nginx,
  command: commandProxy,
};

/** The adapter for a declared proxy. */
export function proxyOf(declaration: ProxyDecl): Proxy {
  return proxies[declaration.kind] as Proxy;
}
