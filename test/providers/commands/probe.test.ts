import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeService } from "../../../providers/commands/probe";
import { httpStatus, parseProbe } from "../../../providers/facts/probe";
import type { Command } from "../../../providers/model/command";

/** Without blocking this process, which is the one that answers. */
function run(command: Command, path: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const [program = "", ...args] = command.argv;
  const child = spawn(program === "sh" ? "/bin/sh" : program, args, {
    env: { PATH: path, http_proxy: "http://127.0.0.1:1" },
  });
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  return new Promise((resolve) =>
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr: "" })),
  );
}

const which = (name: string): string | undefined =>
  ["/usr/bin", "/bin", "/usr/local/bin"]
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));

describe.each(["curl", "wget", "python3", "bash", "nc"])("the probe with %s alone", (tool) => {
  let server: Server;
  let port = 0;
  let hosts: (string | undefined)[] = [];
  let path = "";
  const missing = which(tool) === undefined;
  if (missing) console.warn(`test: this machine has no ${tool}; the probe with it alone is left out`);

  beforeAll(async () => {
    path = mkdtempSync(join(tmpdir(), "probe-"));
    const tools = [tool, "sed", "head", "grep", "cat", "timeout", "date", "sleep"];
    for (const name of tools) {
      const found = which(name);
      if (found) symlinkSync(found, join(path, name));
    }
    server = createServer((request, response) => {
      hosts.push(request.headers.host);
      const status = Number(request.url?.slice(1)) || 200;
      response.writeHead(status, status === 302 ? { location: "/500" } : {}).end("hello\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
    rmSync(path, { recursive: true });
  });

  const ask = async (at: number, url?: string, hostname?: string) =>
    parseProbe(await run(probeService("127.0.0.1", at, url, hostname), path));

  it.skipIf(missing).each([200, 204, 302, 404, 500])("says that the service answers %d", async (status) => {
    expect(await ask(port, `/${status}`)).toBe(status);
  });

  it.skipIf(missing)("asks for the name that the service wants to hear", async () => {
    hosts = [];
    await ask(port, "/200", "shop.example.org");
    expect(hosts).toEqual(["shop.example.org"]);
  });

  it.skipIf(missing || tool === "wget")(
    "asks again while the service comes up, as long as it is told to",
    async () => {
      let asked = 0;
      const slow = createServer((_, response) => response.writeHead(++asked < 3 ? 503 : 200).end());
      await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
      const { port: at } = slow.address() as AddressInfo;
      const once = parseProbe(await run(probeService("127.0.0.1", at, "/", undefined, 0), path));
      const patient = parseProbe(await run(probeService("127.0.0.1", at, "/", undefined, 5), path));
      slow.close();
      expect([once, patient]).toEqual([503, 200]);
    },
  );

  it.skipIf(missing)("says nothing where nothing listens", async () => {
    expect(await ask(1, "/200")).toBeUndefined();
  });

  it.skipIf(missing || tool === "wget")("only connects where no path is given", async () => {
    expect(await ask(port)).toBe(0);
    expect(await ask(1)).toBeUndefined();
  });
});

describe("the probe", () => {
  it("says what to install where there is nothing to ask with", () => {
    expect(() => parseProbe({ code: 69, stdout: "", stderr: "" })).toThrow(/nothing on the host/);
  });

  it("puts an IPv6 address in brackets", () => {
    expect(httpStatus("2001:db8::1", 80, "/").ask.argv).toContain("[2001:db8::1]:80");
  });
});
