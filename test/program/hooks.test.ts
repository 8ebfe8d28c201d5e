import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../../program/setup/repository";
import { PulumiProject } from "../lab/moves/pulumi";
import { openShop, shopOn } from "./local-shop";

let pulumi: PulumiProject;

beforeAll(async () => {
  pulumi = await PulumiProject.make({});
  await openShop(pulumi.folder);
}, 900_000);
afterAll(() => pulumi?.remove());

/** The service on a host, with a hook on each side that writes down what it sees. */
function stackOn(host: string): unknown {
  const log = join(pulumi.folder, "log");
  const says = (what: string) => [
    "sh",
    "-c",
    `echo "${what} $FERRY_SERVICE $FERRY_HOST $1 $(ls '${pulumi.folder}'/*/srv/shop/running)" >> '${log}'`,
    "hook",
    "it's $HOME",
  ];
  const hooks = { before: [says("before")], after: [says("after"), ["sh", "-c", `echo last >> '${log}'`]] };
  return shopOn(pulumi.folder, host, { hooks });
}

// Pulumi loads compiled code; `npm test` builds before it comes here.
const built = existsSync(join(repository(), "dist/program/index.js"));

describe.skipIf(!built)("hooks", () => {
  it("run around a move, in their order, and not when a service is adopted", {
    timeout: 300_000,
  }, async () => {
    await pulumi.declare(stackOn("alpha"));
    await pulumi.must("up", "--yes", "--skip-preview");
    const log = join(pulumi.folder, "log");
    expect(existsSync(log)).toBe(false);
    await pulumi.declare(stackOn("beta"));
    await pulumi.must("up", "--yes", "--skip-preview");
    const running = (host: string) => join(pulumi.folder, host, "srv/shop/running");
    expect((await readFile(log, "utf8")).split("\n")).toEqual([
      `before shop beta it's $HOME ${running("alpha")}`,
      `after shop beta it's $HOME ${running("beta")}`,
      "last",
      "",
    ]);
  });
});
