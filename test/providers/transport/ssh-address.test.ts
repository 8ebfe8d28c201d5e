import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { destination, pinnable, resolveSshAddress } from "../../../providers/transport/ssh-address";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKOu9Q9H4ivoFYNlvjNwdszsSAZdXlmYBG9fGFKCE7T4";

describe("where a destination leads", () => {
  let directory: string;
  const known = () => join(directory, "known hosts");
  const resolve = (ssh: string, become?: "sudo") => resolveSshAddress("alpha", { ssh, become });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "ferry-address-"));
    const config = join(directory, "config");
    const common = `UserKnownHostsFile "${known()}"\nGlobalKnownHostsFile none\n`;
    await writeFile(
      config,
      `Host shop\n HostName 10.1.2.3\n User deploy\n Port 2222\nHost inner\n HostName 10.9.9.9\n ProxyJump gate\n HostKeyAlias inner-key\nHost *\n ${common}`,
    );
    await writeFile(
      known(),
      `# a comment\n[10.1.2.3]:2222 ${KEY} shop@example.org\ninner-key ${KEY}\n10.1.2.4 ${KEY}\n`,
    );
    process.env.FERRY_SSH_CONFIG = config;
  });
  afterAll(async () => {
    delete process.env.FERRY_SSH_CONFIG;
    await rm(directory, { recursive: true });
  });

  it("is not waited for where the configuration runs a program that does not end", async () => {
    const slow = join(directory, "slow");
    await writeFile(slow, 'Match exec "sleep 30"\n User root\n');
    const usual = process.env.FERRY_SSH_CONFIG;
    process.env.FERRY_SSH_CONFIG = slow;
    const resolving = resolveSshAddress("alpha", { ssh: "shop" }, 300);
    process.env.FERRY_SSH_CONFIG = usual;
    await expect(resolving).rejects.toThrow(
      /alpha: ssh has not read its configuration for shop within 0.3 s/,
    );
  });

  it("is what the user's ssh configuration says", async () => {
    const found = await resolve("shop", "sudo");
    expect(found).toMatchObject({ knownAs: "[10.1.2.3]:2222", knownHostsFile: known(), indirect: false });
    expect(found.endpoint).toEqual({
      user: "deploy",
      address: "10.1.2.3",
      port: 2222,
      hostKeys: [`[10.1.2.3]:2222 ${KEY}`],
      become: ["sudo", "-n", "--"],
    });
  });

  it("takes user and port from the stack file first", async () => {
    const { endpoint } = await resolve("root@shop:22");
    expect(endpoint).toMatchObject({ user: "root", port: 22, address: "10.1.2.3" });
  });

  it("finds the key of a host behind a jump host under its alias", async () => {
    const found = await resolve("inner");
    expect(found).toMatchObject({ knownAs: "inner-key", indirect: true });
    expect(found.endpoint.hostKeys).toEqual([`10.9.9.9 ${KEY}`]);
  });

  it("finds keys in a hashed known_hosts, and, as ssh does, without the port", async () => {
    execFileSync("ssh-keygen", ["-q", "-H", "-f", known()], { stdio: "ignore" });
    expect((await resolve("shop")).endpoint.hostKeys).toEqual([`[10.1.2.3]:2222 ${KEY}`]);
    expect((await resolve("10.1.2.4:2200")).endpoint.hostKeys).toEqual([`[10.1.2.4]:2200 ${KEY}`]);
    expect((await resolve("10.1.2.5")).endpoint.hostKeys).toEqual([]);
  });

  it("puts the fastest cipher for bulk data first and keeps the others", async () => {
    const { ciphers } = await resolve("shop");
    expect(ciphers.startsWith("aes128-gcm@openssh.com,")).toBe(true);
    expect(ciphers).toContain("chacha20-poly1305@openssh.com");
  });

  it("separates user, address and port, IPv6 included, and never lets a name be an option", () => {
    expect(destination("deploy@host:2222", "")).toEqual(["-l", "deploy", "-p", "2222", "--", "host"]);
    expect(destination("[2001:db8::1]:22", "/c")).toEqual(["-F", "/c", "-p", "22", "--", "2001:db8::1"]);
    expect(destination("shop", "")).toEqual(["--", "shop"]);
  });

  it("keeps markers of certificate authorities and revoked keys when it renames lines", () => {
    expect(pinnable(`# Host found\n@cert-authority *.example.org ${KEY} ca\n`, "10.0.0.1")).toEqual([
      `@cert-authority 10.0.0.1 ${KEY}`,
    ]);
  });
});
