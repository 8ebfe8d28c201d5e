/**
 * What an existing Pulumi program imports: the resource, the loader of stack files, and their types.
 *
 *     import { Service, loadStack } from "pulumi-ferry";
 *     const stack = loadStack("stacks/prod.yaml");
 *     for (const service of Object.values(stack.services)) new Service(service.name, { ...stack, service });
 */

export { loadStack, StackFileError } from "../schemas/file";
export type { ServiceSpec, Stack } from "../schemas/normal";
export type { HostDecl, ProxyDecl, ServiceDecl, StackDecl } from "../schemas/stack";
export type { LastMove, Outputs, Retained } from "./engine/outputs";
export { Service, type ServiceArgs, type Surroundings } from "./service";
