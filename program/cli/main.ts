#!/usr/bin/env node
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Result } from "../../providers/model/command";
import { ferry } from "./ferry";
import type { World } from "./world";

/** How long a program of this machine may take to tell its version, in milliseconds. */
const PATIENCE = 15_000;

const world: World = {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => new Date(),
  // Loaded only by the commands that ask hosts: help and validation answer at once.
  open: async (stack) => (await import("./view.js")).openView(stack),
  run,
  node: process.version,
  osRelease: osRelease(),
};

/** Resolves to undefined where the program is not there. */
function run([program = "", ...args]: readonly string[]): Promise<Result | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") resolve(undefined);
      else resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

function osRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

// A reader that has seen enough (`ferry plan | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

ferry(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
});
