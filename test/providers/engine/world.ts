import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultAdapters } from "../../../providers/adapters";
import type { Adapters } from "../../../providers/engine/adapters";
import { Engine } from "../../../providers/engine/engine";
import type { Listener } from "../../../providers/engine/move";
import type { stepsOf } from "../../../providers/engine/steps";
import { normalise, type ServiceSpec, type Stack } from "../../../schemas/normal";
import type { ProcessDecl } from "../../../schemas/stack";

/** Keeps a counter of its starts, and one background process with a pid file: a service in a dozen lines. */
const SERVICE = `cd "$(dirname "$0")" || exit 1
alive() { [ -e pid ] && grep -qs '^State:.[^Z]' "/proc/$(cat pid)/status"; }
case $1 in
start) [ ! -e poison ] || exit 9; alive && exit 0; (exec setsid sleep 300 >/dev/null 2>&1 & echo $! > pid); echo "$FERRY_HOST" >> starts;;
stop) alive && kill "$(cat pid)"; while alive; do sleep 0.02; done; rm -f pid;;
status) alive || exit 3;;
esac`;

export interface World {
  readonly folder: string;
  readonly stack: Stack;
  readonly notes: string[];
  service(host: string): ServiceSpec;
  engine(change?: (adapters: Adapters) => Adapters, steps?: typeof stepsOf): Engine;
  readonly log: Listener;
  path(host: string, path: string): string;
  /** Runs a command of the service's own on a host, and gives its exit code. */
  run(host: string, verb: "start" | "stop" | "status"): number;
  runs(host: string): boolean;
  remove(): void;
}

/** Two local hosts with a real process service on alpha, and a proxy that is one file. No root, no Docker. `under`: where their files are. */
export function makeWorld(more: Partial<ProcessDecl> = {}, under = tmpdir()): World {
  const folder = mkdtempSync(join(under, "ferry-world-"));
  const path = (host: string, rest: string): string => join(folder, host, rest);
  const declared = (host: string): ProcessDecl => ({
    kind: "process",
    host,
    directory: "/srv/shop",
    start: ["sh", "./service", "start"],
    stop: ["sh", "./service", "stop"],
    status: ["sh", "./service", "status"],
    ...more,
  });
  const stackOn = (host: string): Stack =>
    normalise({
      hosts: {
        alpha: { local: join(folder, "alpha") },
        beta: { local: join(folder, "beta"), address: "127.0.0.2" },
      },
      proxies: {
        edge: {
          kind: "command",
          host: "alpha",
          file: "/etc/route-{service}",
          template: "to {upstream}\n",
          reload: ["true"],
        },
      },
      services: { shop: declared(host) },
    });
  for (const host of ["alpha", "beta"]) mkdirSync(path(host, "etc"), { recursive: true });
  mkdirSync(path("alpha", "srv/shop/data"), { recursive: true });
  writeFileSync(path("alpha", "srv/shop/service"), SERVICE);
  writeFileSync(path("alpha", "srv/shop/data/one.txt"), "one\n");
  const notes: string[] = [];
  return {
    folder,
    stack: stackOn("alpha"),
    notes,
    service(host) {
      const service = stackOn(host).services.shop;
      if (!service) throw new Error("no shop");
      return service;
    },
    engine: (change = (same) => same, steps) =>
      new Engine(stackOn("alpha"), change(defaultAdapters(stackOn("alpha"))), steps),
    log: {
      progress: ({ step, text }) => void notes.push(`${step}: ${text}`),
      note: (text) => void notes.push(text),
    },
    path,
    run: (host, verb) => {
      const script = path(host, "srv/shop/service");
      if (!existsSync(script)) return 127;
      const env = { ...process.env, FERRY_HOST: host };
      return spawnSync("sh", [script, verb], { env, stdio: "ignore" }).status ?? -1;
    },
    runs(host) {
      return this.run(host, "status") === 0;
    },
    remove() {
      for (const host of ["alpha", "beta"]) this.run(host, "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
