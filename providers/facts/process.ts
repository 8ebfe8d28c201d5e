import { askStatus } from "../commands/process";
import type { Result } from "../model/command";
import type { Host } from "../model/host";
import type { Fact } from "../model/procedure";
import type { RunState } from "../model/service";

/** The status command failed: nobody knows whether the service runs. */
export class StatusFailed extends Error {
  override readonly name = "StatusFailed";
  readonly remedy =
    "The status command exits 0 when the service runs and 3 when it does not; mend it, or correct it in the stack file.";
}

/** What the status command says of the service in a directory. */
export function processState(host: Host, directory: string, status: readonly string[]): Fact<RunState> {
  return { ask: askStatus(host, directory, status), parse: (result) => parseStatus(status, result) };
}

/**
 * Reads what `askStatus` printed. 0 is running and 3 is not (LSB, systemctl(1)); any other code counts as not
 * running where the command had no complaint. Throws `StatusFailed` where it had.
 */
export function parseStatus(status: readonly string[], { stdout, stderr }: Result): RunState {
  const [word, text] = stdout.trim().split(" ");
  if (word === "absent") return "absent";
  const code = Number(text);
  if (word !== "exit" || !Number.isInteger(code)) throw new SyntaxError("neither absent nor an exit code");
  if (code === 0) return "running";
  const complaint = stderr.trim().split("\n").at(-1) ?? "";
  if (code === 3 || complaint === "") return "stopped";
  throw new StatusFailed(`\`${status.join(" ")}\` exited with ${code}: ${complaint.slice(0, 200)}`);
}
