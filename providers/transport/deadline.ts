import type { Command } from "../model/command";
import type { Host } from "../model/host";
import { title } from "../model/procedure";
import type { RunOptions } from "../model/transport";
import { DeadlinePassed } from "./errors";

/** How long a command may take that says nothing about it; milliseconds. */
export const DEFAULT_WITHIN = 60_000;

/** Why a command was stopped: its deadline passed, or the caller gave up (then the caller's own reason). */
export function stopped(
  host: Host,
  command: Command,
  why: "deadline" | "signal",
  options: RunOptions,
): unknown {
  if (why === "signal") return options.signal?.reason ?? new Error("Given up.");
  const seconds = (command.within ?? DEFAULT_WITHIN) / 1000;
  return new DeadlinePassed(`\`${title(command)}\` took longer than ${seconds} s and was ended.`, {
    host: host.name,
    remedy: "See whether the host is overloaded or the command waits for something there, then try again.",
  });
}
