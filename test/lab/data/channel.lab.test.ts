import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, script } from "../../../providers/model/command";
import { openChannel } from "../../../providers/transport/channel";
import { HostUnreachable } from "../../../providers/transport/errors";
import { late } from "./late";
import { type RootAndSudo, rootAndSudo } from "./root-and-sudo";

let { lab, alpha, beta, down } = {} as RootAndSudo;
beforeAll(async () => {
  ({ lab, alpha, beta, down } = await rootAndSudo());
});
afterAll(() => down?.());

const SIZE = 60_000_000;
const data = { send: script('head -c "$1" /dev/zero', String(SIZE)), receive: script("wc -c > /root/got") };
const got = async () => Number((await beta.run(command("cat", "/root/got"))).stdout);
const keysOf = (home: string) =>
  beta.run(script('cat "$1/.ssh/authorized_keys"', home)).then(({ stdout }) => stdout);

describe("a direct channel", () => {
  it("carries from host to host as root, for a user with sudo, and leaves no trace", async () => {
    const before = await keysOf("/home/deploy");
    const owner = (await beta.run(script("stat -c '%U %a' ~deploy/.ssh/authorized_keys"))).stdout;
    const channel = await openChannel(alpha, beta, "move-1");
    expect(channel).toMatchObject({
      route: "direct",
      because: `alpha reaches beta at ${lab.host("beta").address}`,
    });
    await channel.carry(data);
    expect(await got()).toBe(SIZE);
    expect(await keysOf("/home/deploy")).toContain("restrict,from=");
    await channel.close();
    await channel.close();
    expect(await keysOf("/home/deploy")).toBe(before);
    expect((await beta.run(script("stat -c '%U %a' ~deploy/.ssh/authorized_keys"))).stdout).toBe(owner);
    for (const host of [alpha, beta])
      expect(
        (await host.run(command("ls", "-A", "/run/ferry"))).stdout.replace("authorized_keys.lock\n", ""),
      ).toBe("");
  });

  it("lets the key run nothing but this move's own scripts, from nowhere but the source", async () => {
    const channel = await openChannel(alpha, beta, "move-2");
    const attempt = (word: string) =>
      alpha.run(
        script(
          'ssh -F /dev/null -i /run/ferry/move-2/key -o BatchMode=yes -o UserKnownHostsFile=/run/ferry/move-2/known_hosts -l deploy "$2" "$1"',
          word,
          lab.host("beta").address,
        ),
      );
    for (const word of ["id", "1; id", "../../../bin/sh", "receive", "0x1", ""]) {
      expect(await attempt(word), word).toMatchObject({ code: 77, stdout: "" });
    }
    expect(await attempt("99")).toMatchObject({ stdout: "" });
    const { stdout: key } = await alpha.run(command("cat", "/run/ferry/move-2/key"));
    const elsewhere = {
      ...script(
        "umask 077; cat > /root/stolen; ssh -F /dev/null -i /root/stolen -o BatchMode=yes -o StrictHostKeyChecking=no -l deploy 127.0.0.1 0",
      ),
      stdin: key,
    };
    expect((await beta.run(elsewhere)).stderr).toContain("Permission denied");
    await channel.close();
  });

  it("carries many datasets side by side through one connection", async () => {
    const channel = await openChannel(alpha, beta, "move-9");
    const connections = () =>
      beta.run(
        script(
          "grep -c 'Accepted publickey for deploy' /var/log/auth.log 2> /dev/null || journalctl -u ssh | grep -c 'Accepted publickey for deploy'",
        ),
      );
    const before = (await connections()).stdout;
    const one = (i: number) =>
      channel.carry({
        send: command("head", "-c", "1000000", "/dev/zero"),
        receive: script('wc -c > "/root/part$1"', String(i)),
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => one(i)));
    const sizes = (await beta.run(script("cat /root/part*"))).stdout;
    expect(sizes).toBe("1000000\n".repeat(20));
    // The journal may be late with the line of the probe.
    expect(Number((await connections()).stdout) - Number(before)).toBeLessThanOrEqual(1);
    await channel.close();
    expect((await alpha.run(script("pgrep -f '[C]ontrolPersist' | wc -l"))).stdout.trim()).toBe("0");
  });

  it("two moves at once keep their keys apart", async () => {
    const [one, two] = await Promise.all([
      openChannel(alpha, beta, "move-3"),
      openChannel(alpha, beta, "move-4"),
    ]);
    await Promise.all([one.carry(data), two.carry({ ...data, receive: script("wc -c > /root/got2") })]);
    await one.close();
    await two.carry(data);
    await two.close();
    expect(await got()).toBe(SIZE);
  });

  it("runs what it has stored itself, and nothing that a controller which died in the same move has left", async () => {
    const died = await openChannel(alpha, beta, "move-10");
    await died.carry({ ...data, receive: script("cat > /dev/null; echo of the dead > /root/got") });
    const channel = await openChannel(alpha, late(beta), "move-10");
    await channel.carry(data);
    expect(await got()).toBe(SIZE);
    await channel.close();
  });

  it.each([
    [
      "the hosts cannot reach each other",
      () => lab.host("beta").cutFrom(lab.host("alpha")),
      () => lab.host("beta").restoreLink(),
      /alpha cannot reach it directly: .*(timed out|Connection)/,
    ],
    [
      "the source has no ssh client",
      () => lab.host("alpha").must("mv /usr/bin/ssh /usr/bin/ssh.off"),
      () => lab.host("alpha").must("mv /usr/bin/ssh.off /usr/bin/ssh"),
      /no OpenSSH client/,
    ],
    [
      "the target lets only other users in",
      () => lab.host("beta").must("echo 'AuthorizedKeysFile none' > /etc/ssh/sshd_config.d/a.conf"),
      () => lab.host("beta").must("rm /etc/ssh/sshd_config.d/a.conf"),
      /reads no authorized_keys/,
    ],
  ])(
    "is declined, with the reason, when %s: then data goes through this machine",
    async (_, spoil, mend, because) => {
      await spoil();
      try {
        const channel = await openChannel(alpha, beta, "move-5");
        expect(channel.route).toBe("relay");
        expect(channel.because).toMatch(because);
        await channel.carry(data);
        expect(await got()).toBe(SIZE);
        await channel.close();
      } finally {
        await mend();
      }
    },
  );

  it("ends on both hosts when its caller gives up", async () => {
    const channel = await openChannel(alpha, beta, "move-6");
    const giveUp = new AbortController();
    const carrying = channel.carry(
      { send: command("cat", "/dev/zero"), receive: script("exec cat > /dev/null") },
      { signal: giveUp.signal },
    );
    setTimeout(() => giveUp.abort(new Error("enough")), 1500);
    await expect(carrying).rejects.toThrow("enough");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const host of [alpha, beta])
      expect((await host.run(script("pgrep -x cat | wc -l"))).stdout.trim()).toBe("1");
    await channel.close();
  });

  it("notices within 15 seconds that the link between the hosts is dead", async () => {
    const channel = await openChannel(alpha, beta, "move-7");
    const carrying = channel
      .carry({ send: command("cat", "/dev/zero"), receive: script("exec cat > /dev/null") })
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await lab.host("beta").cutFrom(lab.host("alpha"));
    await lab.host("alpha").cutFrom(lab.host("beta"));
    const started = performance.now();
    const error = (await carrying) as Error;
    expect(performance.now() - started).toBeLessThan(16_000);
    expect(error.message).toMatch(
      /did not arrive whole: receiving on beta exited with 255 \(the connection was lost\)/,
    );
    await lab.host("beta").restoreLink();
    await lab.host("alpha").restoreLink();
    await channel.close();
  });

  it("is not asked when a host itself cannot be reached: that is the error", async () => {
    await lab.host("beta").cutLink();
    const error = await openChannel(alpha, beta, "move-8").catch((reason: unknown) => reason);
    await lab.host("beta").restoreLink();
    expect(error).toBeInstanceOf(HostUnreachable);
  });
});
