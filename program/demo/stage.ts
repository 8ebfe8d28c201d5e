import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askThrough, Client, type Seen } from "./client";
import type { Narrator } from "./narrate";
import type { View } from "./pulumi-output";
import type { RunningSite } from "./site";
import { DOMAIN, difference } from "./stack-file";

/** The Pulumi CLI as the acts use it: it shows what the command prints, and gives it back. */
export interface Pulumi {
  run(view: View, ...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** The outputs of the stack. */
  outputs(): Promise<unknown>;
}

/** What the acts share. */
export interface Stage {
  readonly site: RunningSite;
  readonly pulumi: Pulumi;
  readonly narrator: Narrator;
  /** Every note that the service has confirmed so far. */
  readonly acknowledged: string[];
}

/** Something that the demo promises did not come true. */
export class DemoFailed extends Error {
  override readonly name = "DemoFailed";
}

/** Shows whether something came true; throws where it did not. */
export function expectTrue(stage: Stage, holds: boolean, text: string): void {
  stage.narrator.found(holds, text);
  if (!holds) throw new DemoFailed(`This was not so: ${text}`);
}

/** Changes the stack file and shows the difference. */
export function edit(stage: Stage, change: (text: string) => string): void {
  const before = readFileSync(stage.site.stackFile, "utf8");
  const after = change(before);
  writeFileSync(stage.site.stackFile, after);
  stage.narrator.show(["", "stacks/demo.yaml", ...difference(before, after)]);
}

/** Runs a command as the user would type it, and expects how it ends. */
export async function pulumi(
  stage: Stage,
  typed: string,
  ends: "well" | "badly",
  view: View,
): Promise<string> {
  stage.narrator.command(`pulumi ${typed}`);
  const { code, output } = await stage.pulumi.run(view, ...typed.split(" "));
  const good = (code === 0) === (ends === "well");
  if (!good) throw new DemoFailed(`\`pulumi ${typed}\` exited with ${code}.`);
  return output;
}

let clients = 0;

/** Does something while a client writes through the proxy; returns what the client saw. */
export async function underLoad(stage: Stage, work: () => Promise<unknown>): Promise<Seen> {
  clients += 1;
  const client = new Client(`c${process.pid}-${clients}`, askThrough(stage.site.gatePort, DOMAIN));
  client.start();
  const seen = await work().then(
    () => client.stop(),
    async (error: unknown) => {
      await client.stop();
      throw error;
    },
  );
  stage.acknowledged.push(...seen.acknowledged);
  return seen;
}

/** The notes that the service was trusted with and that a host's file does not hold. */
export function lostOn(stage: Stage, host: "alpha" | "beta"): string[] {
  const file = join(stage.site.directory, host, "srv/notes/data/notes.log");
  const kept = new Set(readFileSync(file, "utf8").split("\n"));
  return stage.acknowledged.filter((note) => !kept.has(note));
}

/** What the service says of itself when asked through the proxy. */
export async function throughProxy(stage: Stage): Promise<string> {
  const headers = { host: DOMAIN };
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: stage.site.gatePort, path: "/", headers, timeout: 2_000 };
    const question = request(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => resolve(text.trim()));
    });
    question.on("error", reject);
    question.end();
  });
}
