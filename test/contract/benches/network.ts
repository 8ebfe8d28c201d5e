import { spawnSync } from "node:child_process";
import { type Namespace, namespace } from "./namespace";

const isRoot = (): boolean => process.getuid?.() === 0;
const unshare = (): string[] => [isRoot() ? "-n" : "-rn"];
const LOOPBACK = ["ip", "link", "set", "lo", "up"];

/** Does this machine allow it? */
export const mayMakeNetworks = (): boolean => spawnSync("unshare", [...unshare(), ...LOOPBACK]).status === 0;

/** A network with nothing but a loopback, for programs of a test that listen on port 80. */
export const networkNamespace = (): Promise<Namespace> =>
  namespace(unshare(), isRoot() ? ["-n"] : ["-U", "--preserve-credentials", "-n"], LOOPBACK.join(" "));
