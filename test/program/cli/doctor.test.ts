import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { howToGet } from "../../../program/cli/doctor/packages";
import { parseProbe, probe } from "../../../program/cli/doctor/probe";
import { HostUnreachable, SudoRefused } from "../../../providers/transport/errors";
import { type Answers, type Made, ran } from "./made-world";

/** As Debian 12 with docker.io 20.10.24, Compose 2.40.3 and nginx-light 1.22.1 prints it. */
const DEBIAN = `uid 0
release ID=debian
tool tar
tool find
tool b2sum
tool awk
tool zstd
tool ssh
tool docker
tool nginx
version tar tar (GNU tar) 1.34
version find find (GNU findutils) 4.9.0
version b2sum b2sum (GNU coreutils) 9.1
version zstd *** Zstandard CLI (64-bit) v1.5.4, by Yann Collet ***
version docker 20.10.24+dfsg1
version compose 2.40.3
version nginx nginx version: nginx/1.22.1
`;

/** As Alpine 3.20 prints it: BusyBox has find and tar, and answers --version with its usage. */
const ALPINE = `uid 1000
release ID=alpine
tool tar
tool find
tool b2sum
tool awk
tool docker
version tar tar (busybox) 1.36.1
`;

const says =
  (stdout: string): Answers =>
  () => ({ stdout });

const WELL: Made = {
  programs: {
    ssh: { stderr: "OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.17\n" },
    pulumi: { stdout: "v3.259.0\n" },
  },
  hosts: { alpha: says(DEBIAN), beta: says(DEBIAN), gate: says(DEBIAN) },
};

describe("ferry doctor", () => {
  it("finds nothing missing where nothing is, and exits 0", async () => {
    const { code, stdout } = await ran(["doctor"], WELL);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/FAIL|warn/);
    expect(stdout).toMatch(
      /^this machine\n {2}ok {4}node: v24\.9\.0\n {2}ok {4}ssh: OpenSSH_9\.2p1\n {2}ok {4}pulumi: v3\.259\.0\n/,
    );
    expect(stdout).toContain("beta\n  ok    reachable: deploy@192.0.2.12, with sudo\n  ok    tar: 1.34\n");
    expect(stdout).toMatch(/\n\n\d+ passed\n$/);
  });

  it("asks of a proxy's host what a proxy needs", async () => {
    const { stdout } = await ran(["doctor"], WELL);
    expect(stdout).toContain("gate\n  ok    reachable: gate\n  ok    nginx: 1.22.1\n\n");
  });

  it("says what is missing, what for and how to get it there, and exits 5", async () => {
    const { code, stdout } = await ran(["doctor"], { ...WELL, hosts: { ...WELL.hosts, beta: says(ALPINE) } });
    expect(code).toBe(5);
    const beta = stdout.slice(stdout.indexOf("beta\n"), stdout.indexOf("gate\n"));
    await expect(beta).toMatchFileSnapshot("golden/alpine.golden.txt");
  });

  it("says what this machine lacks", async () => {
    const { code, stdout } = await ran(["doctor"], { ...WELL, programs: {}, node: "v20.19.0" });
    expect(code).toBe(5);
    expect(stdout).toContain("FAIL  node: v20.19.0; Ferry needs 22.12 or later");
    expect(stdout).toContain("-> Install Node.js 22.12 or later");
    expect(stdout).toContain("FAIL  ssh: not found");
    expect(stdout).toContain("-> apt-get install openssh-client");
    expect(stdout).toContain("-> curl -fsSL https://get.pulumi.com | sh");
  });

  it.each([
    ["v22.11.0", false],
    ["v22.12.0", true],
    ["v23.0.0", true],
    ["v100.1.0", true],
  ])("knows that Node.js %s is enough: %s", async (node, fine) => {
    expect((await ran(["doctor"], { ...WELL, node })).code).toBe(fine ? 0 : 5);
  });

  it("looks at the rest when a host is out of reach, and exits 4", async () => {
    const gone = new HostUnreachable("connection refused", { host: "alpha", remedy: "Start sshd on alpha." });
    const closed = new SudoRefused("sudo asks for a password", { host: "beta", remedy: "Write NOPASSWD." });
    const hosts = { ...WELL.hosts, alpha: () => gone, beta: () => closed };
    const { code, stdout } = await ran(["doctor"], { ...WELL, hosts });
    expect(code).toBe(4);
    expect(stdout).toContain(
      "alpha\n  FAIL  reachable: alpha: connection refused\n        -> Start sshd on alpha.\n",
    );
    expect(stdout).toContain("-> Write NOPASSWD.");
    expect(stdout).toContain("ok    nginx: 1.22.1");
  });

  it("takes a broken or missing stack file for one more finding", async () => {
    const broken = await ran(["doctor"], { ...WELL, files: { "prod.yaml": "hosts: [\n" } });
    expect(broken.code).toBe(5);
    expect(broken.stdout).toMatch(/FAIL {2}stack file: \d+ problems? in/);
    expect(broken.stdout).toContain("`ferry validate");
    const none = await ran(["doctor"], { ...WELL, files: {} });
    expect(none.code).toBe(5);
    expect(none.stdout).toContain("FAIL  stack file: there is no stack file");
    expect(none.views.opened).toBe(0);
  });

  it("prints one JSON document", async () => {
    const { stdout } = await ran(["doctor", "--json"], WELL);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version: 1, made: "2026-11-21T12:33:07.000Z" });
    expect(report.places.map((place: { where: string }) => place.where)).toEqual([
      "this machine",
      "stack file",
      "alpha",
      "beta",
      "gate",
    ]);
    expect(report.places[0].checks[0]).toEqual({ name: "node", outcome: "pass", text: "v24.9.0" });
  });

  it("looks for the programs that a command proxy calls", async () => {
    const stack = `hosts:
  alpha: { ssh: root@192.0.2.11 }
proxies:
  front:
    kind: command
    host: alpha
    file: /etc/caddy/{service}.caddy
    template: "{domain} {upstream}"
    test: [caddy, validate]
    reload: [systemctl, reload, caddy]
services:
  wiki: { kind: container, host: alpha, route: { proxy: front, domain: wiki.example.org, port: 80 } }
`;
    const made = {
      ...WELL,
      files: { "prod.yaml": stack },
      hosts: { alpha: says(`${DEBIAN}tool systemctl\n`) },
    };
    const { code, stdout } = await ran(["doctor"], made);
    expect(code).toBe(5);
    expect(stdout).toContain("FAIL  caddy: not found; the proxy's test or reload calls it");
    expect(stdout).toContain("ok    systemctl: there");
  });
});

describe("the probe of a host", () => {
  it("answers on this machine too", () => {
    const fact = probe(["sh", "no-such-tool-here"]);
    const [program = "", ...args] = fact.ask.argv;
    const { stdout, status } = spawnSync(program, args, { encoding: "utf8" });
    const probed = fact.parse({ code: status ?? 1, stdout, stderr: "" });
    expect(probed.uid).toBe(process.getuid?.());
    expect([...probed.tools]).toEqual(["sh"]);
  });

  it("does not take other output for an answer", () => {
    expect(() => parseProbe("Welcome to the machine!\n")).toThrow("no user id");
  });
});

describe("how to get a tool", () => {
  it.each([
    ["ID=ubuntu\nID_LIKE=debian\n", "ssh", "apt-get install openssh-client"],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', "ssh", "dnf install openssh-clients"],
    ["ID=fedora\n", "docker", "dnf install moby-engine"],
    ["ID=alpine\n", "find", "apk add findutils"],
    ["ID=nixos\n", "zstd", "Install zstd with the system's package manager."],
    [
      "",
      "compose",
      "Install docker-compose-plugin from Docker's repository (https://docs.docker.com/compose/install/linux/).",
    ],
  ] as const)("on %j: %s", (osRelease, tool, how) => expect(howToGet(tool, osRelease)).toBe(how));
});
