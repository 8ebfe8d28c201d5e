import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts } from "../../../program/demo/acts";
import type { Narrator } from "../../../program/demo/narrate";
import { makeSite, type RunningSite } from "../../../program/demo/site";
import { routeFile } from "../../../program/demo/stack-file";
import { DemoFailed, type Pulumi, type Stage, throughProxy } from "../../../program/demo/stage";

const silent: Narrator = { act() {}, say() {}, command() {}, show() {}, found() {} };

describe("the demo's site", () => {
  let directory = "";
  let site: RunningSite;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "ferry-demo-"));
    site = await makeSite(directory, compiledScripts(directory));
  }, 30_000);
  afterAll(() => {
    site?.stop();
    rmSync(directory, { recursive: true });
  });

  const stage = (pulumi: Pulumi): Stage => ({ site, pulumi, narrator: silent, acknowledged: [] });

  it("answers through its proxy", async () => {
    expect(await throughProxy(stage(byHand(site)))).toBe(`0 notes, kept on ${site.alpha}`);
  });

  it("plays every act where Pulumi does what Ferry promises", async () => {
    const played = stage(byHand(site));
    for (const act of acts) await act(played);
    expect(played.acknowledged.length).toBeGreaterThan(0);
    expect(await throughProxy(played)).toMatch(new RegExp(`kept on ${site.alpha}$`));
  }, 60_000);

  it("fails aloud where a move loses a confirmed note, here between IPv4 and IPv6", async () => {
    site.stop();
    site = await makeSite(directory, compiledScripts(directory), Promise.resolve(["127.0.0.1", "::1"]));
    const careless = stage(byHand(site, { careless: true }));
    const play = async () => {
      for (const act of acts) await act(careless);
    };
    const error = await play().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DemoFailed);
    expect(String(error)).toContain("Missing on beta");
  }, 60_000);

  it("does not end a process that has only got the number of one of its own", () => {
    site.stop();
    const other = spawn("sleep", ["30"]);
    writeFileSync(join(directory, "beta/run/notes.pid"), `${other.pid}\n`);
    expect(notes(site, "beta", "status").status).toBe(3);
    expect(notes(site, "beta", "stop").status).toBe(0);
    expect(other.kill()).toBe(true);
    expect(other.signalCode).toBeNull();
  });

  it("leaves nothing running when it is stopped", async () => {
    site.stop();
    site.stop();
    await expect(throughProxy(stage(byHand(site)))).rejects.toThrow(/ECONNREFUSED/);
    for (const host of ["alpha", "beta"]) expect(notes(site, host, "status").status).toBe(3);
  });
});

function compiledScripts(directory: string): string {
  const source = join(__dirname, "../../../program/demo/site");
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 };
  for (const name of ["daemon", "notes", "edge"]) {
    const text = readFileSync(join(source, `${name}.ts`), "utf8");
    writeFileSync(join(directory, `${name}.js`), ts.transpileModule(text, { compilerOptions }).outputText);
  }
  return directory;
}

function notes(site: RunningSite, host: string, ...args: string[]) {
  const env = { ...process.env, FERRY_ADDRESS: host === "alpha" ? site.alpha : site.beta };
  const cwd = join(site.directory, host, "srv/notes");
  return spawnSync(process.execPath, ["notes.js", ...args], { cwd, env, encoding: "utf8" });
}

/** What Ferry has to do, done by hand: enough for the acts, and without any of its guarantees. */
function byHand(site: RunningSite, { careless = false } = {}): Pulumi {
  const runs = (host: string) => notes(site, host, "status").status === 0;
  const wanted = () => /kind: process\n {4}host: (\w+)/.exec(readFileSync(site.stackFile, "utf8"))?.[1] ?? "";
  const said = (code: number, output = "") => Promise.resolve({ code, output });
  const point = (host: string) => {
    const address = host === "alpha" ? site.alpha : site.beta;
    const upstream = `${address.includes(":") ? `[${address}]` : address}:${site.port}`;
    writeFileSync(join(site.directory, "gate/etc/edge/notes.json"), routeFile(upstream));
    return spawnSync(process.execPath, ["opt/edge/edge.js", "reload"], { cwd: join(site.directory, "gate") })
      .status;
  };
  const move = (from: string, to: string) => {
    const log = (host: string) => join(site.directory, host, "srv/notes/data/notes.log");
    const early = careless && readFileSync(log(from), { flag: "a+" });
    notes(site, from, "stop");
    cpSync(log(from), log(to));
    if (early) writeFileSync(log(to), early.subarray(0, early.length >> 1));
    notes(site, to, "start", String(site.port));
    return point(to) === 0 ? 0 : 1;
  };
  return {
    outputs: async () => ({ host: wanted(), lastMove: { downtimeSeconds: 0.1, bytes: 1000 } }),
    run: async (_, verb) => {
      // A client writes meanwhile: let it.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const text = readFileSync(site.stackFile, "utf8");
      if (verb === "preview")
        return text.includes("conflicts") ? said(0) : said(1, "data/settings.json differs");
      const from = runs("alpha") ? "alpha" : "beta";
      if (from === wanted()) return said(0);
      if (move(from, wanted()) !== 0) return said(1);
      const healthy = await fetch(`http://127.0.0.1:${site.port}/healthz`).catch(() => undefined);
      if (wanted() === "beta" || healthy?.ok) return said(0);
      return said(1 + move(wanted(), from));
    },
  };
}
