import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, twoAddresses } from "./free-ports";
import { routeFile, type Site, stackFile } from "./stack-file";

const PHOTOS = 240;
const PHOTO_BYTES = 25_000;
/** Of these, beta has kept an old copy: they need not travel. */
const OLD_PHOTOS = 80;
const LAST_WEEK = Date.now() / 1000 - 7 * 86_400;

export interface RunningSite extends Site {
  readonly stackFile: string;
  /** Makes alpha a host on which the service does not feel well, or cures it. */
  poison(on: boolean): void;
  /** Ends everything that was started, by its own stop command; may run twice. */
  stop(): void;
}

/**
 * Makes two hosts and a proxy below a directory, starts the service on alpha and the proxy on gate.
 * `scripts` is where the compiled scripts of the site lie.
 */
export async function makeSite(
  directory: string,
  scripts: string,
  addresses: Promise<readonly [string, string]> = twoAddresses(),
): Promise<RunningSite> {
  stopSite(directory);
  for (const part of ["alpha", "beta", "gate", "stacks"])
    rmSync(join(directory, part), { recursive: true, force: true });
  const [alpha, beta] = await addresses;
  const port = await freePort([alpha, beta], 8300);
  const gatePort = await freePort(["127.0.0.1"], port + 1);
  const site: Site = { directory, alpha, beta, port, gatePort };
  layOut(site, scripts);
  run(join(directory, "alpha/srv/notes"), "notes.js", ["start", String(port)], { FERRY_ADDRESS: alpha });
  run(join(directory, "gate"), "opt/edge/edge.js", ["start", String(gatePort)]);
  const ill = join(directory, "alpha/etc/notes-ill");
  return {
    ...site,
    stackFile: join(directory, "stacks/demo.yaml"),
    poison: (on) => (on ? writeFileSync(ill, "") : rmSync(ill, { force: true })),
    stop: () => stopSite(directory),
  };
}

/** Ends what this or an earlier run has started below the directory. */
export function stopSite(directory: string): void {
  for (const host of ["alpha", "beta"]) runIfThere(join(directory, host, "srv/notes"), "notes.js");
  runIfThere(join(directory, "gate"), "opt/edge/edge.js");
}

function layOut(site: Site, scripts: string): void {
  const { directory } = site;
  for (const path of [
    "alpha/etc",
    "alpha/srv/notes",
    "beta/srv/notes/data",
    "gate/etc/edge",
    "gate/opt/edge",
    "stacks",
  ]) {
    mkdirSync(join(directory, path), { recursive: true });
  }
  copyScripts(scripts, ["notes.js", "daemon.js"], join(directory, "alpha/srv/notes"));
  copyScripts(scripts, ["notes.js", "daemon.js"], join(directory, "beta/srv/notes"));
  copyScripts(scripts, ["edge.js", "daemon.js"], join(directory, "gate/opt/edge"));
  photographs(directory);
  writeSettings(join(directory, "alpha/srv/notes/data/settings.json"), "alpha's own title", LAST_WEEK);
  writeSettings(join(directory, "beta/srv/notes/data/settings.json"), "beta's own title", LAST_WEEK + 86_400);
  writeFileSync(join(directory, "stacks/demo.yaml"), stackFile(site));
  writeFileSync(
    join(directory, "gate/etc/edge/notes.json"),
    routeFile(`${bracketed(site.alpha)}:${site.port}`),
  );
}

function copyScripts(from: string, names: readonly string[], to: string): void {
  for (const name of names) cpSync(join(from, name), join(to, name), { preserveTimestamps: true });
}

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

function photographs(directory: string): void {
  for (const host of ["alpha", "beta"])
    mkdirSync(join(directory, host, "srv/notes/data/photos"), { recursive: true });
  for (let number = 1; number <= PHOTOS; number++) {
    const name = `srv/notes/data/photos/${String(number).padStart(3, "0")}.jpg`;
    const picture = randomBytes(PHOTO_BYTES);
    for (const host of number <= OLD_PHOTOS ? ["alpha", "beta"] : ["alpha"]) {
      writeFileSync(join(directory, host, name), picture);
      utimesSync(join(directory, host, name), LAST_WEEK, LAST_WEEK);
    }
  }
}

function writeSettings(file: string, title: string, time: number): void {
  writeFileSync(file, `${JSON.stringify({ title }, null, 2)}\n`);
  utimesSync(file, time, time);
}

function run(cwd: string, script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8", timeout: 20_000 } as const;
  const done = spawnSync(process.execPath, [script, ...args], options);
  if (done.status !== 0)
    throw new Error(`${script} ${args[0]} failed in ${cwd}: ${done.stderr || done.error}`);
}

function runIfThere(cwd: string, script: string): void {
  if (existsSync(join(cwd, script))) run(cwd, script, ["stop"]);
}
