import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../../program/setup/cache";

/** The directory of an nginx that runs on this machine: an installed one, or the one of the lab's cached tree. */
export function nginxDirectory(): string | undefined {
  const installed = (process.env.PATH ?? "")
    .split(":")
    .concat("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");
  return [...installed, ...labTrees()].find(runs);
}

function labTrees(): string[] {
  try {
    const trees = readdirSync(cacheDirectory()).filter((name) => name.startsWith("lab-base-"));
    return trees.map((name) => join(cacheDirectory(), name, "usr/sbin"));
  } catch {
    return [];
  }
}

function runs(directory: string): boolean {
  try {
    execFileSync(join(directory, "nginx"), ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
