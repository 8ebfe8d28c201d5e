import type { SeenContainer } from "../facts/docker";
import { type Listener, listeners } from "../facts/listeners";
import { overlap, portText } from "../facts/published-ports";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check, Port } from "../model/service";
import { fail, pass } from "./checks";
import { isLive } from "./docker-host";

/**
 * Are the ports free on the target? What the service's own containers there hold does not count: it is a copy
 * that the move uses anew.
 */
export function* portChecks(
  ports: readonly Port[],
  target: Host,
  own: readonly SeenContainer[] = [],
): Procedure<readonly Check[]> {
  if (ports.length === 0) return [];
  const held = own.filter(isLive).flatMap(({ ports: texts }) => texts.flatMap(heldPort));
  const taken = (yield* ask(listeners())).filter((each) => !held.some((mine) => overlap(mine, each)));
  const conflicts = ports.flatMap((port) => {
    const by = taken.find((each) => overlap(port, each));
    return by ? [occupied(port, by, target)] : [];
  });
  const free = ports.filter((port) => !taken.some((each) => overlap(port, each)));
  if (free.length === 0) return conflicts;
  const what = free.length === 1 ? "port" : "ports";
  return [...conflicts, pass("ports", `${what} ${free.map(portText).join(", ")} free on ${target.name}`)];
}

function occupied(port: Port, by: Listener, target: Host): Check {
  const who = by.program === undefined ? "something" : by.program;
  return fail(
    "ports",
    `Port ${portText(port)} is taken on ${target.name}: ${who} listens on ${portText(by)}.`,
    `Stop ${who === "something" ? "what listens there" : who} on ${target.name}, or give the service another port.`,
  );
}

/** "0.0.0.0:8080->80/tcp", ":::8080->80/tcp", "[::]:53->53/udp", and ranges "0.0.0.0:80-81->80-81/tcp". */
function heldPort(text: string): Port[] {
  const found = /^(.*):(\d+)(?:-(\d+))?->.*\/(tcp|udp)$/.exec(text);
  if (!found) return [];
  const [, address = "", first, last, protocol] = found;
  const from = Number(first);
  const count = Math.min(Number(last ?? first) - from + 1, 65535);
  return Array.from({ length: count }, (_, at) => ({
    address: address.replace(/^\[|\]$/g, ""),
    port: from + at,
    protocol: protocol === "udp" ? "udp" : "tcp",
  }));
}
