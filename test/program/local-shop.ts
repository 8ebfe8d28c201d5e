import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SERVICE = `case $1 in start) touch running;; stop) rm -f running;; status) [ -e running ] || exit 3;; esac`;

/** Makes two hosts in a folder: alpha, where a shop runs (which a file called `running` says), and beta, empty. */
export async function openShop(folder: string): Promise<void> {
  const place = join(folder, "alpha/srv/shop");
  await mkdir(place, { recursive: true });
  await mkdir(join(folder, "beta"));
  await writeFile(join(place, "service"), SERVICE);
  await writeFile(join(place, "running"), "");
}

/** The stack of the shop on one of the hosts in the folder; `more` is what else is declared of it. */
export function shopOn(folder: string, host: string, more: object = {}): unknown {
  const command = (verb: string): string[] => ["sh", "./service", verb];
  const hosts = { alpha: { local: join(folder, "alpha") }, beta: { local: join(folder, "beta") } };
  const commands = { start: command("start"), stop: command("stop"), status: command("status") };
  const shop = { kind: "process", host, directory: "/srv/shop", ...commands, ...more };
  return { hosts, services: { shop } };
}
