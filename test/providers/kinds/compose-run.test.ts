import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findComposeFiles } from "../../../providers/commands/compose-files";
import { readStageRecord } from "../../../providers/commands/stage-record";
import { keptStage, type StageRecord, stageRecord, startDone } from "../../../providers/facts/stage-record";
import { compose } from "../../../providers/kinds/compose";
import { withAttached } from "../../../providers/kinds/compose-attach";
import type { Result } from "../../../providers/model/command";
import type { Host } from "../../../providers/model/host";
import { ask, type Procedure } from "../../../providers/model/procedure";
import { performSync } from "../../contract/perform-sync";
import { performHere } from "../here";
import { recorded } from "../recorded";

const alpha: Host = { name: "alpha", address: "10.0.0.1", root: "" };
const shop = { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" } as const;

/** Performs a procedure on a host of which only the containers, and answers by their first words, are known. */
function drive<T>(
  procedure: Procedure<T>,
  answers: Readonly<Record<string, Result | string>> = {},
): { value: T; said: string[] } {
  const said: string[] = [];
  const value = performSync(procedure, ({ argv }) => {
    const words = argv[0] === "sh" ? scriptName(argv[2]) : argv.join(" ");
    said.push(words);
    const key = Object.keys(answers).find((start) => words.startsWith(start));
    const answer =
      (key === undefined ? undefined : answers[key]) ??
      (words.startsWith("docker ps") ? recorded("containers") : "");
    return typeof answer === "string" ? { code: 0, stdout: answer, stderr: "" } : answer;
  });
  return { value, said };
}

function scriptName(text: string | undefined): string {
  if (text === findComposeFiles("").argv[2]) return "find compose files";
  return text === readStageRecord(alpha, "").argv[2] ? "read stage record" : "another script";
}

describe("finding a project among the containers of a host", () => {
  const locate = (service: object, answers = {}) =>
    drive(compose.locate({ ...shop, ...service }, alpha), answers);

  it("takes its own, one-off runs included, at the cost of one shared look", () => {
    expect(locate({})).toEqual({
      value: { state: "running", evidence: "4 of 4 containers running" },
      said: [expect.stringMatching(/^docker ps/)],
    });
    expect(locate({ project: "shop" }).value.state).toBe("running");
  });

  it.each([{ directory: "/srv/other" }, { directory: "/srv/sho" }, { directory: "/" }])(
    "takes none of others: %j",
    (service) => {
      expect(locate(service).value).toMatchObject({ state: "absent" });
    },
  );

  it("says whose the project's name is where it runs from elsewhere", () => {
    const { value } = locate({ directory: "/srv/new", project: "shop" });
    expect(value).toEqual({
      state: "absent",
      evidence: "project shop runs from /srv/shop, not from /srv/new",
    });
  });

  it("does not take a project of another name in its directory", () => {
    expect(locate({ project: "stage" }).value.state).toBe("absent");
  });

  it("follows a symbolic link to where Compose was run", () => {
    const linked = { "find compose files": "directory /srv/shop\nfile compose.yaml\n" };
    expect(locate({ directory: "/apps/shop" }, linked).value.state).toBe("running");
  });

  it("is stopped where only its files are there, and absent where not even they are", () => {
    const files = { "find compose files": "directory /srv/other\nfile compose.yaml\n" };
    expect(locate({ directory: "/srv/other" }, files).value).toEqual({
      state: "stopped",
      evidence: "/srv/other is there, without containers",
    });
    const empty = { "find compose files": "directory /srv/other\n" };
    expect(locate({ directory: "/srv/other" }, empty).value.state).toBe("absent");
  });

  it("cannot tell where Docker is silent and the files are there; elsewhere that does not matter", () => {
    const down = { "docker ps": recorded("containers-daemon-down") };
    expect(locate({}, down).value.state).toBe("absent");
    const files = { "find compose files": "directory /srv/shop\nfile compose.yaml\n" };
    expect(() => locate({}, { ...down, ...files })).toThrow(
      "Docker on alpha: the Docker daemon does not answer.",
    );
    expect(locate({}, { "docker ps": recorded("containers-no-docker") }).value.state).toBe("absent");
  });
});

describe("starting a project", () => {
  const record = (more: Partial<StageRecord>): string =>
    JSON.stringify({
      move: "m1",
      containers: [],
      volumes: [],
      networks: [],
      attach: [],
      restart: {},
      started: false,
      ...more,
    });
  const started = (stage: string, answers = {}) =>
    drive(compose.start(shop, alpha), {
      "read stage record": stage,
      "docker container inspect": recorded("inspect-shop"),
      ...answers,
    })
      .said.filter((words) => words.startsWith("docker compose"))
      .map((words) => words.replace("--project-name shop ", ""));

  it("makes it from the files where a move has brought it, without building or pulling", () => {
    expect(started(record({}))).toEqual(["docker compose up --detach --no-build --pull never"]);
  });

  it("starts the containers that are there where it was only stopped, whatever the files say by now", () => {
    expect(started("")).toEqual(["docker compose start"]);
    expect(started(record({ started: true }))).toEqual(["docker compose start"]);
  });

  it("makes it from the files where its containers do not start", () => {
    const broken = {
      "docker compose --project-name shop start": { code: 1, stdout: "", stderr: "no such network" },
    };
    expect(started("", broken)).toEqual([
      "docker compose start",
      "docker compose up --detach --no-build --pull never",
    ]);
  });

  it("asks an older Compose in its own words", () => {
    const old = {
      "docker compose up --detach --no-build --pull": {
        code: 125,
        stdout: "",
        stderr: "unknown flag: --pull\n",
      },
    };
    expect(started(record({}), old)).toEqual([
      "docker compose up --detach --no-build --pull never",
      "docker compose up --detach --no-build",
    ]);
  });

  it("says why it does not come up", () => {
    const failing = {
      "docker compose up": {
        code: 1,
        stdout: "",
        stderr: "dependency failed to start: container shop-db-1 is unhealthy\n",
      },
    };
    expect(() => started(record({}), failing)).toThrow(/exited with 1: dependency failed to start/);
  });
});

describe("the record of what was on a host before a move", () => {
  let host: Host;
  beforeEach(() => {
    host = { ...alpha, root: mkdtempSync(join(tmpdir(), "record-")) };
  });
  afterEach(() => rmSync(host.root, { recursive: true }));

  const found = (move: string, volumes: string[]): StageRecord => ({
    move,
    containers: [],
    volumes,
    networks: [],
    attach: [],
    restart: {},
    started: false,
  });
  const keep = (move: string, volumes: string[]) =>
    performHere(ask(keptStage(host, "shop", found(move, volumes)))).volumes;

  it("is the first of a move, however often its stage runs", () => {
    expect(keep("m1", ["a"])).toEqual(["a"]);
    expect(keep("m1", ["a", "made"])).toEqual(["a"]);
  });

  it("is taken anew by another move, also one whose name begins alike", () => {
    keep("m1", ["a"]);
    expect(keep("m10", ["b"])).toEqual(["b"]);
    expect(keep("m1", ["c"])).toEqual(["c"]);
  });

  it("knows when the start has done its part", () => {
    expect(performHere(ask(stageRecord(host, "shop")))).toBeUndefined();
    const kept = { ...found("m1", ["a"]), restart: { web: "always" } };
    performHere(ask(keptStage(host, "shop", kept)));
    performHere(ask(startDone(host, "shop", kept)));
    expect(performHere(ask(stageRecord(host, "shop")))).toEqual({ ...kept, restart: {}, started: true });
  });

  it("leaves no half-written file behind", () => {
    keep("m1", ["a"]);
    expect(readdirSync(join(host.root, "var/lib/ferry/services/shop"))).toEqual(["stage.json"]);
  });
});

describe("a project with its nameless volumes named", () => {
  it("mounts them in place of the nameless, and leaves all else as it is", () => {
    const config = {
      name: "shop",
      services: {
        db: {
          image: "x",
          volumes: [
            { type: "volume", target: "/data" },
            { type: "bind", source: "/a", target: "/b" },
          ],
          environment: { T: "$$x" },
        },
        web: { image: "y" },
      },
      volumes: { other: { name: "shop_other" } },
    };
    const made = JSON.parse(
      withAttached(JSON.stringify(config), [
        { service: "db", target: "/data", volume: "abc" },
        { service: "gone", target: "/x", volume: "y" },
      ]),
    );
    expect(made).toEqual({
      name: "shop",
      services: {
        db: {
          ...config.services.db,
          volumes: [
            { type: "bind", source: "/a", target: "/b" },
            { type: "volume", source: "abc", target: "/data" },
          ],
        },
        web: { image: "y" },
      },
      volumes: { other: { name: "shop_other" }, abc: { name: "abc", external: true } },
    });
  });
});
