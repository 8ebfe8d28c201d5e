/** What the shim in Pulumi's state loads: the methods of the dynamic provider, nothing else. */
export { check, create, diff, read, remove, update } from "./pulumi/methods";
