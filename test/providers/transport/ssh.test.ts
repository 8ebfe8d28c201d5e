import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command, script } from "../../../providers/model/command";
import {
  AuthenticationFailed,
  HostKeyChanged,
  HostKeyUnknown,
  HostUnreachable,
  SudoRefused,
} from "../../../providers/transport/errors";
import { openTransport } from "../../../providers/transport/open";
import { transportContract } from "../../contract/transport";
import { keyPair, type StandinSshd, startSshd } from "../../standin/sshd";

async function open(sshd: StandinSshd, become?: "sudo") {
  process.env.FERRY_SSH_CONFIG = sshd.config;
  return openTransport("alpha", { ssh: "standin", become });
}

transportContract("the ssh transport", async () => {
  const sshd = await startSshd();
  const transport = await open(sshd);
  const close = async () => {
    await transport.close();
    await sshd.close();
  };
  return { transport, close };
});

describe("the ssh transport", () => {
  let sshd: StandinSshd;
  beforeEach(async () => {
    sshd = await startSshd();
  });
  afterEach(() => sshd.close());

  const refusal = async (become?: "sudo"): Promise<unknown> => {
    const transport = await open(sshd, become);
    try {
      return await transport.run(command("true"));
    } catch (error) {
      return error;
    } finally {
      await transport.close();
    }
  };

  it("connects on the first command, once for all that come at the same time, and keeps below sshd's ten sessions", async () => {
    const transport = await open(sshd);
    expect(sshd.connections()).toBe(0);
    await Promise.all(Array.from({ length: 15 }, () => transport.run(command("sleep", "0.2"))));
    expect(sshd.connections()).toBe(1);
    expect(sshd.sessionsAtOnce()).toBeLessThanOrEqual(9);
    await transport.close();
  });

  it("knows the address and the checked host key for other hosts to use", async () => {
    const transport = await open(sshd);
    expect(transport.host).toEqual({ name: "alpha", address: "127.0.0.1", root: "", networks: [] });
    expect(transport.ssh).toMatchObject({ user: "ferry", address: "127.0.0.1", port: sshd.port, become: [] });
    expect(transport.ssh?.hostKeys).toEqual([sshd.hostKeyLine.split(" ").slice(0, 3).join(" ")]);
  });

  it("refuses a host whose key is unknown, with the command that adds it", async () => {
    await writeFile(sshd.knownHosts, "");
    const error = await refusal();
    expect(error).toBeInstanceOf(HostKeyUnknown);
    expect((error as HostKeyUnknown).remedy).toContain(
      `ssh-keyscan -p ${sshd.port} 127.0.0.1 >> ${sshd.knownHosts}`,
    );
    expect(await readFile(sshd.knownHosts, "utf8")).toBe("");
  });

  it("refuses a host whose key has changed, with the command that takes the old one away", async () => {
    const other = await keyPair(sshd.directory, "other");
    await writeFile(sshd.knownHosts, `[127.0.0.1]:${sshd.port} ${other.public}\n`);
    const error = await refusal();
    expect(error).toBeInstanceOf(HostKeyChanged);
    expect((error as HostKeyChanged).remedy).toContain(
      `ssh-keygen -f ${sshd.knownHosts} -R '[127.0.0.1]:${sshd.port}'`,
    );
  });

  it("says so when the host does not accept the user's key", async () => {
    const other = await keyPair(sshd.directory, "other");
    await writeFile(`${sshd.directory}/user`, other.private);
    await writeFile(`${sshd.directory}/user.pub`, other.public);
    const error = await refusal();
    expect(error).toBeInstanceOf(AuthenticationFailed);
    expect((error as AuthenticationFailed).message).toContain("alpha: standin does not let this user in");
  });

  it("says so when nothing listens there, or when the ssh configuration is wrong", async () => {
    const config = await readFile(sshd.config, "utf8");
    await writeFile(sshd.config, config.replace(/Port .*/, "Port 1"));
    const refused = await refusal();
    expect(refused).toBeInstanceOf(HostUnreachable);
    expect((refused as HostUnreachable).message).toContain("Connection refused");
    await writeFile(sshd.config, "Nonsense yes\n");
    const wrong = await open(sshd).catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(HostUnreachable);
    expect((wrong as HostUnreachable).message).toContain("nonsense");
  });

  it("says so when sudo asks for a password or is not there", async () => {
    sshd.shadow("sudo", "echo 'sudo: a password is required' >&2; exit 1");
    const error = await refusal("sudo");
    expect(error).toBeInstanceOf(SudoRefused);
    expect((error as SudoRefused).message).toContain("sudo: a password is required");
  });

  it("runs everything through sudo where the host is declared so", async () => {
    sshd.shadow("sudo", '[ "$1 $2" = "-n --" ] || exit 9; shift 2; export ROOT=yes; exec "$@"');
    const transport = await open(sshd, "sudo");
    const result = await transport.run({ ...script('echo "$ROOT $A $(pwd)"'), cwd: "/", env: { A: "b" } });
    expect(result).toEqual({ code: 0, stdout: "yes b /\n", stderr: "" });
    await transport.close();
  });

  it("names a connection that broke while a command ran, and connects again for the next one", async () => {
    const transport = await open(sshd);
    const running = transport.run(command("sleep", "30")).catch((error: unknown) => error);
    await sleep(1500);
    sshd.drop();
    const error = await running;
    expect(error).toBeInstanceOf(HostUnreachable);
    expect((error as HostUnreachable).message).toContain(
      "alpha: the connection was lost while `sleep 30` ran",
    );
    expect((await transport.run(command("echo", "back"))).stdout).toBe("back\n");
    expect(sshd.connections()).toBe(2);
    await transport.close();
  });

  it("connects again by itself when the connection broke while nothing ran", async () => {
    const transport = await open(sshd);
    await transport.run(command("true"));
    sshd.drop();
    await sleep(300);
    expect((await transport.run(command("echo", "back"))).stdout).toBe("back\n");
    await transport.close();
  });

  it("notices within 15 seconds that the network swallows everything", async () => {
    const transport = await open(sshd);
    const running = transport.run(command("sleep", "30")).catch((reason: unknown) => reason);
    await sleep(1500);
    sshd.freeze();
    const started = performance.now();
    const error = await running;
    expect(error).toBeInstanceOf(HostUnreachable);
    expect(performance.now() - started).toBeLessThan(16_000);
    await transport.close();
  }, 30_000);

  it("leaves no process and no directory behind when it is closed", async () => {
    const transport = await open(sshd);
    const argv = (await transport.spawnable(command("true"))).argv;
    const socket = argv[argv.indexOf("-S") + 1] ?? "";
    expect(socket).toMatch(/^\/tmp\/ferry-\w+\/s$/);
    await transport.close();
    await expect(readFile(socket)).rejects.toThrow(/ENOENT/);
  });
});
