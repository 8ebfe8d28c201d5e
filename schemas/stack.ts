import { z } from "zod";
import { host } from "./hosts";
import { type commandProxy, type nginx, proxy } from "./proxies";
import type { DeepReadonly } from "./readonly";
import { type compose, type container, type process, type route, service } from "./services";
import { name } from "./words";

/**
 * The stack file, declared once: types, JSON Schema and validation all come from here.
 * Descriptions are what an editor shows while a user types.
 */

export { host } from "./hosts";
export { proxy } from "./proxies";
export { compose, container, decision, process, route, service } from "./services";
export { duration, name } from "./words";

export const stack = z
  .strictObject({
    hosts: z.record(name, host).describe("The servers, by name."),
    proxies: z.record(name, proxy).optional().describe("What stands in front of the services, by name."),
    services: z.record(name, service).describe("What runs, and where, by name."),
  })
  .meta({ title: "Ferry stack" })
  .describe("Which service lives on which host. Changing a service's host moves it.");

export type HostDecl = DeepReadonly<z.infer<typeof host>>;
export type ProxyDecl = DeepReadonly<z.infer<typeof proxy>>;
export type NginxDecl = DeepReadonly<z.infer<typeof nginx>>;
export type CommandProxyDecl = DeepReadonly<z.infer<typeof commandProxy>>;
export type RouteDecl = DeepReadonly<z.infer<typeof route>>;
export type ServiceDecl = DeepReadonly<z.infer<typeof service>>;
export type ComposeDecl = DeepReadonly<z.infer<typeof compose>>;
export type ContainerDecl = DeepReadonly<z.infer<typeof container>>;
export type ProcessDecl = DeepReadonly<z.infer<typeof process>>;
export type StackDecl = DeepReadonly<z.infer<typeof stack>>;
