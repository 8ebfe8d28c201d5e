import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../../providers/transport/ssh-diagnosis";

/** What ssh wrote on standard error: OpenSSH 9.2p1, LogLevel=ERROR, against OpenSSH 9.2p1. */
const said = (name: string): string => readFileSync(join(__dirname, "fixtures/ssh", `${name}.txt`), "utf8");

const to = {
  host: "alpha",
  ssh: "root@127.0.0.1:2299",
  knownAs: "[127.0.0.1]:2299",
  knownHostsFile: "/home/deploy/.ssh/known_hosts",
  indirect: false,
};

describe("what ssh says when it cannot connect", () => {
  it.each([
    ["unknown-host-key", "HostKeyUnknown", "ssh-keyscan -p 2299 127.0.0.1 >> /home/deploy/.ssh/known_hosts"],
    [
      "changed-host-key",
      "HostKeyChanged",
      "ssh-keygen -f /home/deploy/.ssh/known_hosts -R '[127.0.0.1]:2299'",
    ],
    ["revoked-host-key", "HostKeyChanged", "Do not connect"],
    ["wrong-user-key", "AuthenticationFailed", "ssh-copy-id root@127.0.0.1:2299"],
    ["refused", "HostUnreachable", "ssh root@127.0.0.1:2299 true"],
    ["unknown-name", "HostUnreachable", "ssh root@127.0.0.1:2299 true"],
    ["timeout", "HostUnreachable", "firewall"],
    ["unknown-jump-host-key", "HostKeyUnknown", "ssh-keyscan -p 2299 127.0.0.1"],
  ])("%s is %s, with a remedy", (fixture, name, remedy) => {
    const error = diagnose(to, said(fixture));
    expect(error.name).toBe(name);
    expect(error.host).toBe("alpha");
    expect(error.message.startsWith("alpha: ")).toBe(true);
    expect(error.remedy).toContain(remedy);
  });

  it("shows the fingerprint that a changed host has now", () => {
    expect(diagnose(to, said("changed-host-key")).message).toContain(
      "SHA256:RIbGxRqDIXm213nM/NnDswuSPVUlEqGaDXt/JnLEwDE",
    );
  });

  it("lets ssh itself ask for the key of a host that this machine cannot scan", () => {
    const behind = { ...to, ssh: "inner", knownAs: "inner", indirect: true };
    const text = said("unknown-host-key").replace("[127.0.0.1]:2299", "inner");
    expect(diagnose(behind, text).remedy).toContain("ssh -o StrictHostKeyChecking=ask inner true");
  });

  it("still says something when ssh said nothing", () => {
    expect(diagnose(to, "").message).toBe("alpha: ssh could not connect to root@127.0.0.1:2299.");
  });
});
