import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awaitStopped, startProcess, stopProcess } from "../../../providers/commands/process";
import { parseStatus, processState } from "../../../providers/facts/process";
import { process as kind } from "../../../providers/kinds/process";
import type { Host } from "../../../providers/model/host";
import { performHere, runHere } from "../here";

describe("a service of the kind process", () => {
  let root = "";
  let host: Host;
  const program = (name: string, text: string) => {
    const file = join(root, "srv", name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return `./${name}`;
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "process-"));
    host = { name: "here", address: "127.0.0.9", root };
    require("node:fs").mkdirSync(join(root, "srv"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("runs its commands in its directory, with the host's name, address and root", () => {
    const start = program("start", 'echo "$FERRY_HOST $FERRY_ADDRESS $FERRY_ROOT $PWD" > said');
    expect(runHere(startProcess(host, "/srv", [start])).code).toBe(0);
    expect(readFileSync(join(root, "srv/said"), "utf8")).toBe(`here 127.0.0.9 ${root} ${root}/srv\n`);
  });

  it("does not wait for what the start command leaves behind, however much that says", () => {
    const start = program(
      "start",
      "(for i in 1 2 3 4 5 6 7 8 9; do echo noise; sleep 0.2; done; echo done > finished) &",
    );
    const began = Date.now();
    expect(runHere(startProcess(host, "/srv", [start])).code).toBe(0);
    expect(Date.now() - began).toBeLessThan(1500);
    expect(existsSync(join(root, "srv/finished"))).toBe(false);
    runHere({ argv: ["sleep", "2.5"] });
    expect(existsSync(join(root, "srv/finished"))).toBe(true);
  });

  it("says what the start command said where that fails", () => {
    const start = program("start", "echo 'port in use' >&2; exit 4");
    expect(runHere(startProcess(host, "/srv", [start]))).toMatchObject({ code: 4, stderr: "port in use\n" });
  });

  it("waits for the end of what stops slowly", () => {
    const status = program("status", "[ -e running ] || exit 3");
    const stop = program("stop", "(sleep 0.5; rm running) >/dev/null 2>&1 &");
    writeFileSync(join(root, "srv/running"), "");
    expect(runHere(stopProcess(host, "/srv", [stop])).code).toBe(0);
    expect(runHere(awaitStopped(host, "/srv", [status])).code).toBe(0);
    expect(existsSync(join(root, "srv/running"))).toBe(false);
  });

  it("is absent where its directory is not there, whatever the status command would say", () => {
    const fact = processState(host, "/nowhere", ["true"]);
    expect(fact.parse(runHere(fact.ask))).toBe("absent");
  });

  it.each([
    ["exit 0", "running"],
    ["exit 3", "stopped"],
    ["echo 'inactive (dead)' >&2; exit 3", "stopped"],
    ["exit 1", "stopped"],
  ])("with a status command of `%s` is %s", (text, state) => {
    const fact = processState(host, "/srv", [program("status", text)]);
    expect(fact.parse(runHere(fact.ask))).toBe(state);
  });

  it.each(["echo broken >&2; exit 1", "exec ./not-there"])(
    "is not guessed at where the status command fails: %s",
    (text) => {
      const fact = processState(host, "/srv", [program("status", text)]);
      expect(() => fact.parse(runHere(fact.ask))).toThrow(/^`.\/status` exited with/);
    },
  );

  it("is refused where the answer is something else", () => {
    expect(() => parseStatus(["x"], { code: 0, stdout: "hello", stderr: "" })).toThrow(SyntaxError);
  });

  it("claims the ports of its route and health check, at its own address on a local host", () => {
    const service = {
      kind: "process",
      name: "app",
      host: "here",
      directory: "/srv",
      start: ["true"],
      stop: ["true"],
      status: ["true"],
      route: { proxy: "edge", domain: "x.example.org", port: 8080 },
      health: { port: 9090 },
    } as const;
    expect(performHere(kind.observe(service, host)).ports).toEqual([
      { address: "127.0.0.9", port: 8080, protocol: "tcp" },
      { address: "127.0.0.9", port: 9090, protocol: "tcp" },
    ]);
  });
});
