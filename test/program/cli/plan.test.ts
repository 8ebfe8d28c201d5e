import { describe, expect, it } from "vitest";
import { HostUnreachable } from "../../../providers/transport/errors";
import { blocked, clean, hostile, nowhere } from "../../providers/render/plans";
import { ran } from "./made-world";

const gone = () => new HostUnreachable("connection refused", { host: "beta", remedy: "Start sshd on beta." });

describe("ferry plan", () => {
  it("prints what would be done, unchanged services first, and exits 0", async () => {
    const { code, stdout, stderr, views } = await ran(["plan"], { assessments: { shop: clean } });
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^wiki {2}on beta {2}\(running\)\nmail {2}on alpha .*\n\nshop {2}alpha -> beta {2}\(warm\)\n/,
    );
    expect(stdout).toMatch(/\n\n1 to move, 2 unchanged\n$/);
    expect(views).toEqual({ opened: 1, closed: 1 });
  });

  it("shows everything before it exits 3 for what blocks", async () => {
    const { code, stdout } = await ran(["plan", "shop"], { assessments: { shop: blocked } });
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /UNDECIDED {2}config\/app\.yaml(?:.|\n)*blocked for 2 reasons(?:.|\n)*1 to move \(1 blocked\)\n$/,
    );
  });

  it("exits 4 where a host that cannot be reached may be why", async () => {
    const { code } = await ran(["plan"], { assessments: { mail: nowhere }, hosts: { beta: gone } });
    expect(code).toBe(4);
  });

  it("exits 0 where a host is out of reach that no plan needs", async () => {
    expect((await ran(["plan"], { hosts: { beta: gone } })).code).toBe(0);
  });

  it("takes over silently what runs where it should, and says which route it would write", async () => {
    const adopt = {
      action: "adopt",
      service: "wiki",
      host: "beta",
      evidence: "up",
      checks: [],
      blocks: [],
    } as const;
    const route = {
      proxy: "edge",
      domain: "wiki.example.org",
      file: "/etc/nginx/x.conf",
      to: "192.0.2.12:80",
    };
    const silent = await ran(["plan", "wiki"], { assessments: { wiki: { ...adopt, routes: [] } } });
    expect(silent.stdout).toBe("wiki  on beta  (up)\n1 unchanged\n");
    const written = await ran(["plan", "wiki"], { assessments: { wiki: { ...adopt, routes: [route] } } });
    expect(written.stdout).toContain("route wiki.example.org on edge: new, to 192.0.2.12:80");
  });

  it("prints one JSON document and nothing else", async () => {
    const { code, stdout, stderr } = await ran(["plan", "--json"], { assessments: { shop: hostile } });
    expect(code).toBe(3);
    expect(stderr).toBe("");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version: 1, stack: "prod", made: "2026-11-21T12:33:07.000Z" });
    expect(report.services[0]).toEqual(hostile);
  });

  it("prints a comment for a pull request", async () => {
    const { stdout } = await ran(["plan", "--markdown"], { assessments: { shop: blocked } });
    expect(stdout).toMatch(
      /^<!-- ferry plan prod -->\n## Ferry plan for prod\n\n1 to move \(1 blocked\), 2 unchanged\.\n/,
    );
  });

  it("refuses a service that the stack does not have, with the nearest name", async () => {
    const { code, stdout, stderr, folder } = await ran(["plan", "shpo"]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain('ferry: no service is named "shpo"');
    expect(stderr.replace(/\s+/g, " ")).toContain("where: ");
    expect(stderr).toContain("Did you mean shop?");
    expect(stderr.replace(/\s+/g, "")).toContain(folder);
  });

  it("has no colours where the output is no terminal, unless they are asked for", async () => {
    const { stdout } = await ran(["plan"], { assessments: { shop: blocked } });
    expect(stdout).not.toContain("\u001b");
  });
});
