import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { labTrees } from "./lab-trees";

/** The directory of an nginx that runs on this machine: an installed one, or the one of the lab's cached tree. */
export function nginxDirectory(): string | undefined {
  const installed = (process.env.PATH ?? "")
    .split(":")
    .concat("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");
  return [...installed, ...labTrees("usr/sbin")].find(runs);
}

function runs(directory: string): boolean {
  try {
    execFileSync(join(directory, "nginx"), ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
