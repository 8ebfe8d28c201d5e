import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProcess } from "../../../providers/commands/process";
import { composeDirectory } from "../../../providers/facts/compose-files";
import { identity, memoryAvailable, space } from "../../../providers/facts/host";
import { listeners } from "../../../providers/facts/listeners";
import { emptyDirectory, seenPaths, textFiles } from "../../../providers/facts/paths";
import { httpStatus } from "../../../providers/facts/probe";
import { processState } from "../../../providers/facts/process";
import { wordsIn } from "../../../providers/facts/search";
import { keptStage } from "../../../providers/facts/stage-record";
import type { Command, Result } from "../../../providers/model/command";
import type { Fact } from "../../../providers/model/procedure";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { hostOf, runIn } from "./in-lab";

let lab: Lab;
let beta: LabHost;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["beta"] });
  beta = lab.host("beta");
}, 900_000);
afterAll(() => lab?.down(), 60_000);

describe("a host that has busybox for everything", () => {
  const under = (command: Command): Result =>
    runIn(beta, { ...command, argv: ["env", "PATH=/tmp/busybox", "busybox", ...command.argv] });
  const asked = <T>(fact: Fact<T>): T => fact.parse(under(fact.ask));

  beforeAll(async () => {
    await beta.must("mkdir -p /tmp/busybox /srv/texts/sub && busybox --install -s /tmp/busybox");
    await beta.write("/srv/texts/.env", `HOST=${"$"}{H:-10.0.0.1}\nOTHER=10.0.0.12\n`);
    await beta.write("/srv/texts/compose.yaml", "x: 1\n");
    await beta.must(
      "ln -sfn /srv/texts /srv/link; cd /srv/texts && (python3 -m http.server 8999 >/dev/null 2>&1 &) ; sleep 1",
    );
  });

  it("is looked at as any other", () => {
    expect([...asked(seenPaths(["/srv/link/sub", "/srv/link/no/where", "/dev/null"])).values()]).toEqual([
      { type: "directory", real: "/srv/texts/sub" },
      { type: "missing", real: "/srv/texts/no/where" },
      { type: "device", real: "/dev/null" },
    ]);
    expect(asked(textFiles("/srv/texts", [".env", "*.yaml"]))).toEqual([
      "/srv/texts/.env",
      "/srv/texts/compose.yaml",
    ]);
    expect(asked(composeDirectory("/srv/link"))).toEqual({ real: "/srv/texts", files: ["compose.yaml"] });
    expect(asked(wordsIn(["10.0.0.1"], ["/srv/texts/.env"]))).toEqual([
      { file: "/srv/texts/.env", line: 1, word: "10.0.0.1" },
    ]);
    expect(asked(emptyDirectory("/srv/texts/sub"))).toBe(true);
  });

  it("tells its figures", () => {
    const [room] = asked(space(["/srv/texts/not/yet"]));
    expect(room?.free).toBeGreaterThan(1_000_000);
    expect(asked(memoryAvailable())).toBeGreaterThan(1_000_000);
    expect(asked(identity(["tar", "nope"]))).toMatchObject({ hostname: "beta", addresses: [beta.address] });
    expect([...asked(identity(["tar", "nope"])).tools]).toEqual(["tar"]);
    expect(asked(listeners()).map(({ port }) => port)).toEqual(expect.arrayContaining([22, 8999]));
  });

  it("asks services", async () => {
    expect(asked(httpStatus("127.0.0.1", 8999, "/compose.yaml"))).toBe(200);
    expect(asked(httpStatus("127.0.0.1", 8999, "/nope"))).toBe(404);
    expect(asked(httpStatus("127.0.0.1", 8998, "/"))).toBeUndefined();
    await beta.must("rm -f /tmp/busybox/wget");
    expect(asked(httpStatus("127.0.0.1", 8999, "/compose.yaml"))).toBe(200);
    expect(asked(httpStatus("127.0.0.1", 8999))).toBe(0);
    expect(asked(httpStatus("127.0.0.1", 8998))).toBeUndefined();
  });

  it("keeps the record of a stage, and the processes it starts", () => {
    const found = {
      move: "m1",
      containers: [],
      volumes: ["a"],
      networks: [],
      attach: [],
      restart: {},
      started: false,
    };
    expect(asked(keptStage(hostOf(beta), "texts", found)).volumes).toEqual(["a"]);
    expect(asked(keptStage(hostOf(beta), "texts", { ...found, volumes: ["a", "b"] })).volumes).toEqual(["a"]);
    expect(asked(keptStage(hostOf(beta), "texts", { ...found, move: "m2", volumes: [] })).volumes).toEqual(
      [],
    );
    const began = Date.now();
    expect(
      under(startProcess(hostOf(beta), "/srv/texts", ["sh", "-c", "(sleep 30; echo late) &"])).code,
    ).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(asked(processState(hostOf(beta), "/srv/texts", ["sh", "-c", "exit 3"]))).toBe("stopped");
  });
});
