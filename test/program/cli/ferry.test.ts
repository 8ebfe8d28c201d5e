import { describe, expect, it } from "vitest";
import { Trouble, told, troubleLines } from "../../../program/cli/trouble";
import { FerryError } from "../../../providers/engine/errors";
import { HostKeyUnknown } from "../../../providers/transport/errors";
import { ran, STACK } from "./made-world";

describe("ferry", () => {
  it("prints help and the version on standard output", async () => {
    const help = await ran(["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    await expect(help.stdout).toMatchFileSnapshot("golden/help.golden.txt");
    expect(Math.max(...help.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
    expect(await ran(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("refuses a Node.js that is too old before anything can fail in odd ways", async () => {
    const { code, stderr } = await ran(["plan"], { node: "v20.20.2" });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^ferry: Node\.js v20\.20\.2 runs this; Ferry needs 22\.12 or later\n {2}next: /);
  });

  it("lists every mistake of a stack file with its place, and exits 2", async () => {
    const { code, stdout, stderr } = await ran(["plan"], {
      files: { "prod.yaml": STACK.replaceAll("host: beta", "host: bta") },
    });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/prod\.yaml:\d+:\d+: services\.shop\.host: .*"bta".*beta/);
    expect(stderr).toMatch(/ferry: 2 problems in .*prod\.yaml\n$/);
  });
});

describe("ferry validate", () => {
  it("says that a file is sound, and what is in it", async () => {
    const { code, stdout } = await ran(["validate"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/prod\.yaml: sound: 3 hosts, 1 proxy, 3 services\n$/);
  });

  it("prints the problems as JSON, none where it is sound", async () => {
    const sound = await ran(["validate", "--json"]);
    expect(JSON.parse(sound.stdout)).toMatchObject({ version: 1, sound: true, problems: [] });
    const { code, stdout } = await ran(["validate", "--json"], { files: { "prod.yaml": "hosts: {}\n" } });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ sound: false, problems: [{ line: 1 }] });
  });

  it("does not ask any host", async () => {
    expect((await ran(["validate"])).views.opened).toBe(0);
  });

  it("refuses a file together with a stack", async () => {
    const { code, stderr } = await ran(["validate", "x.yaml", "--stack", "prod"]);
    expect(code).toBe(2);
    expect(stderr).toContain("a file and a stack are both given");
  });
});

describe("an error", () => {
  const text = (error: unknown) => troubleLines(told(error), 80).map((line) => line.text);

  it("is told as what, where, why and what next", () => {
    const cause = new Error("exit status 1");
    const error = new FerryError("nginx refused the route", {
      service: "shop",
      host: "gate",
      step: "cutOver",
      remedy: "Run nginx -t on gate.",
      cause,
    });
    expect(text(error)).toEqual([
      "ferry: nginx refused the route",
      "  where: service shop, host gate, step cutOver",
      "  why:   exit status 1",
      "  next:  Run nginx -t on gate.",
    ]);
    expect(told(error).code).toBe(1);
  });

  it("of a host that lets nobody in exits 4, however deep it lies, with its own remedy", () => {
    const root = new HostKeyUnknown("its key is not known", { host: "beta", remedy: "ssh-keyscan beta" });
    const error = new FerryError("no plan", { remedy: "Try again.", cause: root });
    expect(told(error)).toMatchObject({
      code: 4,
      next: "ssh-keyscan beta",
      why: "beta: its key is not known",
    });
  });

  it("that nobody foresaw exits 1 and says how to see more", () => {
    expect(told(new TypeError("x is undefined"))).toMatchObject({
      code: 1,
      next: expect.stringContaining("FERRY_DEBUG=1"),
    });
    expect(told("just text")).toMatchObject({ what: "just text", code: 1 });
  });

  it("cannot disturb the terminal", () => {
    expect(text(new Trouble("bad \u001b[2J name\n", { next: "x" }))[0]).toBe("ferry: bad \\x1b[2J name\\n");
  });
});
