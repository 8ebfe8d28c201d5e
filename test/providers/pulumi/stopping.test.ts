import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const compiled = join(__dirname, "../../../dist/providers/pulumi/stopping.js");

/** A process with one piece of work, which ends when it is asked to, or by itself after a while. */
const WORK = `const { untilAsked } = require(${JSON.stringify(compiled)});
const keep = setInterval(() => {}, 1000);
let asked;
const work = () => new Promise((resolve) => { asked = resolve; console.log("ready"); });
untilAsked((by) => { console.log("asked " + by); setTimeout(asked, 200); return 1; }, work).then(() => console.log("ended"));`;

async function signalled(signal: NodeJS.Signals): Promise<{ output: string; code: unknown; by: unknown }> {
  const child = spawn(process.execPath, ["-e", WORK], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
    if (output === "ready\n") child.kill(signal);
  });
  const [code, by] = await once(child, "close");
  return { output, code, by };
}

// The plugin is compiled code; `npm test` builds before it comes here.
describe.skipIf(!existsSync(compiled))("a process that is asked to end while it moves something", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "by %s asks the move to pause, and ends when that has",
    async (signal) => {
      expect(await signalled(signal)).toEqual({
        output: `ready\nasked ${signal}\nended\n`,
        code: null,
        by: signal,
      });
    },
  );
});
