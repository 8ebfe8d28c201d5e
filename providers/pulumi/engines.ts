import type { Stack } from "../../schemas/normal";
import { defaultAdapters } from "../adapters";
import { Engine } from "../engine/engine";

/** Connections are kept this long after the last use: Pulumi calls method after method in one process. */
const IDLE_MS = 3_000;

interface Entry {
  readonly engine: Engine;
  users: number;
  timer?: NodeJS.Timeout;
}

const engines = new Map<string, Entry>();

/** Lends the engine of these hosts and proxies, so that all services of a stack share its connections. */
export async function withEngine<T>(
  stack: Pick<Stack, "hosts" | "proxies">,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const key = JSON.stringify([stack.hosts, stack.proxies]);
  const entry: Entry = engines.get(key) ?? { engine: new Engine(stack, defaultAdapters(stack)), users: 0 };
  engines.set(key, entry);
  clearTimeout(entry.timer);
  entry.users += 1;
  try {
    return await work(entry.engine);
  } finally {
    entry.users -= 1;
    if (entry.users === 0) entry.timer = setTimeout(() => void entry.engine.close(), IDLE_MS);
  }
}
