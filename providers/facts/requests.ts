import { listOpenMoves, readRequest } from "../commands/requests";
import type { Host } from "../model/host";
import { CommandFailed, type Fact } from "../model/procedure";
import type { MoveRequest } from "../model/record";

import { refuseClosed } from "./records";

/** What somebody has asked of the move of a service on a host; undefined where nobody has. */
export function moveRequest(host: Host, service: string): Fact<MoveRequest | undefined> {
  const ask = readRequest(host, service);
  return {
    ask,
    parse: (result) => {
      refuseClosed(host, result);
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return result.stdout.trim() === "" ? undefined : (JSON.parse(result.stdout) as MoveRequest);
    },
  };
}

/** The services whose last move on a host has not come to its end: one look serves them all. */
export function openMoves(host: Host): Fact<ReadonlySet<string>> {
  const ask = listOpenMoves(host);
  return {
    ask,
    shared: true,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return new Set(result.stdout.split("\n").filter((name) => name !== ""));
    },
  };
}
