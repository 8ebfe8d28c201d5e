/**
 * What an existing Pulumi program imports: the resource, the loader of stack files, and their types.
 *
 *     import { Service, loadStack } from "pulumi-ferry";
 *     const stack = loadStack("stacks/prod.yaml");
 *     for (const service of Object.values(stack.services)) new Service(service.name, { ...stack, service });
 */
export { type HostDecl, type ProxyDecl, type ServiceDecl, type StackDecl } from "../schemas/stack";
export type { Stack, ServiceSpec } from "../schemas/normal";
export { Service, type ServiceArgs, type Surroundings } from "./service";
export type { LastMove, Outputs, Retained } from "./engine/outputs";
export { StackFileError, loadStack } from "../schemas/file";
