import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { script } from "../../../providers/model/command";
import type { Transport } from "../../../providers/model/transport";
import { openChannel } from "../../../providers/transport/channel";
import { HostUnreachable, TransferFailed } from "../../../providers/transport/errors";
import { openTransport } from "../../../providers/transport/open";
import { type StandinSshd, startSshd } from "../../standin/sshd";

const MB = 1_000_000;

describe("a channel", () => {
  let sshd: StandinSshd;
  let root: string;
  let local: Transport;
  let remote: Transport;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "ferry-channel-"));
    mkdirSync(join(root, "local"));
    sshd = await startSshd();
    process.env.FERRY_SSH_CONFIG = sshd.config;
    local = await openTransport("alpha", { local: join(root, "local") });
    remote = await openTransport("beta", { ssh: "standin" });
  });
  afterAll(async () => {
    await remote.close();
    await sshd.close();
    await rm(root, { recursive: true });
  });

  const send = (bytes: number) => script('head -c "$1" /dev/zero | tr "\\0" "x"', String(bytes));
  const store = (name: string) => script('cat > "$1"', join(root, name));
  const size = async (name: string) =>
    Number((await local.run(script('wc -c < "$1"', join(root, name)))).stdout);

  it("joins local hosts, and a local host with one behind ssh, through this machine, and says why", async () => {
    expect(await openChannel(local, local, "m")).toMatchObject({
      route: "relay",
      because: "both hosts are on this machine",
    });
    expect(await openChannel(local, remote, "m")).toMatchObject({
      route: "relay",
      because: "one of the hosts is on this machine",
    });
  });

  it.each([
    ["local to local", () => [local, local] as const],
    ["local to ssh", () => [local, remote] as const],
    ["ssh to local", () => [remote, local] as const],
  ])("carries everything, %s", async (name, hosts) => {
    const channel = await openChannel(...hosts(), "m");
    const told: number[] = [];
    const carried = await channel.carry(
      { send: send(30 * MB), receive: store(name) },
      { onBytes: (bytes) => told.push(bytes) },
    );
    expect(await size(name)).toBe(30 * MB);
    expect(carried.seconds).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it("tells how far it is, by the system's own count or by what the sender says", async () => {
    const channel = await openChannel(local, local, "m");
    const slow = script(
      'for i in 1 2 3 4; do echo "sent $i" >&2; head -c 1000000 /dev/zero; sleep 0.4; done',
    );
    const counted: number[] = [];
    await channel.carry(
      { send: slow, receive: store("counted") },
      { onBytes: (bytes) => counted.push(bytes) },
    );
    expect(counted.some((bytes) => bytes > MB / 2 && bytes < 4.5 * MB)).toBe(true);
    const said: number[] = [];
    const progress = (line: string) => (line.startsWith("sent ") ? Number(line.slice(5)) : undefined);
    const carried = await channel.carry(
      { send: slow, receive: store("said"), progress },
      { onBytes: (bytes) => said.push(bytes) },
    );
    expect(said).toEqual([1, 2, 3, 4, 4]);
    expect(carried.bytes).toBe(4);
  });

  it("passes the sender's own input on", async () => {
    const channel = await openChannel(local, remote, "m");
    await channel.carry({
      send: { ...script("cat; cat /dev/null"), stdin: "names\n" },
      receive: store("input"),
    });
    expect(await size("input")).toBe(6);
  });

  it.each([
    [
      "the sender",
      script("echo half; echo 'disk is on fire' >&2; exit 3"),
      script("cat > /dev/null"),
      /sending on alpha exited with 3 \(disk is on fire\)/,
      "alpha",
    ],
    [
      "the receiver",
      script("cat /dev/zero"),
      script("head -c 10 > /dev/null; echo 'No space left on device' >&2; exit 2"),
      /receiving on beta exited with 2 \(No space left on device\)/,
      "beta",
    ],
  ])("says which end failed and what it said: %s", async (_, sender, receiver, message, host) => {
    const channel = await openChannel(local, remote, "m");
    const error = await channel.carry({ send: sender, receive: receiver }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransferFailed);
    expect((error as TransferFailed).message).toMatch(message);
    expect((error as TransferFailed).host).toBe(host);
    expect((error as TransferFailed).remedy).toContain(host === "beta" ? "Make room on beta" : "try again");
  });

  it("ends both sides when its caller gives up", async () => {
    const channel = await openChannel(local, remote, "m");
    const giveUp = new AbortController();
    const carrying = channel.carry(
      {
        send: script("cat /dev/zero"),
        receive: script('echo $$ > "$1"; cat > /dev/null', join(root, "pid")),
      },
      { signal: giveUp.signal },
    );
    setTimeout(() => giveUp.abort(new Error("enough")), 1000);
    await expect(carrying).rejects.toThrow("enough");
    const alive = script(
      'for i in 1 2 3 4 5 6 7 8 9 10; do grep -qs ferry "/proc/$(cat "$1")/cmdline" || { echo gone; exit; }; sleep 0.3; done',
      join(root, "pid"),
    );
    expect((await local.run(alive)).stdout).toBe("gone\n");
  });

  it("notices a connection that breaks on the way", async () => {
    const channel = await openChannel(local, remote, "m");
    const carrying = channel
      .carry({ send: script("cat /dev/zero"), receive: script("cat > /dev/null") })
      .catch((error: unknown) => error);
    setTimeout(() => sshd.drop(), 1000);
    const error = await carrying;
    expect(error instanceof TransferFailed || error instanceof HostUnreachable).toBe(true);
  });

  it("notices within 15 seconds that the network swallows everything", async () => {
    const channel = await openChannel(local, remote, "m");
    const carrying = channel
      .carry({ send: script("cat /dev/zero"), receive: script("cat > /dev/null") })
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    sshd.freeze();
    const started = performance.now();
    const error = await carrying;
    expect(error).toBeInstanceOf(HostUnreachable);
    expect(performance.now() - started).toBeLessThan(16_500);
  }, 60_000);
});
