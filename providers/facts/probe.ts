import { probeService } from "../commands/probe";
import type { Result } from "../model/command";
import type { Fact } from "../model/procedure";

/**
 * The status code that a service answers with; 0 where only a connection was asked for and it was made;
 * undefined where nothing answers. Asked from the host that performs it.
 */
export function httpStatus(
  address: string,
  port: number,
  path?: string,
  options: { readonly hostname?: string; readonly patience?: number } = {},
): Fact<number | undefined> {
  const { hostname, patience } = options;
  return { ask: probeService(address, port, path, hostname, patience), parse: parseProbe };
}

/** The host has nothing to ask with. */
export class NoProbe extends Error {
  override readonly name = "NoProbe";
  readonly remedy = "Install curl (or wget, python3, bash or nc) on that host.";
  constructor() {
    super("There is nothing on the host that can ask a service whether it is well.");
  }
}

/** Reads what `probeService` printed: a status code, "open", or nothing. */
export function parseProbe({ code, stdout }: Result): number | undefined {
  if (code === 69) throw new NoProbe();
  const text = stdout.trim();
  if (text === "open") return 0;
  return /^[1-5]\d\d$/.test(text) ? Number(text) : undefined;
}
