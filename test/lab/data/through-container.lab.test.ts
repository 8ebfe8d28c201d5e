import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, script } from "../../../providers/model/command";
import type { Transport } from "../../../providers/model/transport";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import { on, snapshot, TreeMove } from "../../contract/mover/bench";
import { makePorter } from "../docker-group";
import { loadImage } from "../images";
import { Lab } from "../lab";

let lab: Lab;
let [alpha, beta] = [] as unknown as [Transport, Transport];

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta"], nginx: [] });
  process.env.FERRY_SSH_CONFIG = lab.sshConfig;
  await Promise.all(lab.hosts.map(makePorter));
  alpha = await openTransport("alpha", { ssh: "alpha" });
  beta = await openTransport("beta", { ssh: "porter@beta", become: "docker" });
}, 900_000);
afterAll(async () => {
  await Promise.all([alpha?.close(), beta?.close()]);
  await lab?.down();
}, 60_000);

describe("a host where the user may use Docker, and is not root", () => {
  it("says what to do where there is no image", async () => {
    await expect(beta.run({ argv: ["true"] })).rejects.toMatchObject({
      name: "RootRefused",
      message: expect.stringContaining(
        "porter@beta cannot become root through a container: there is no image",
      ),
      remedy: expect.stringContaining("docker pull busybox"),
    });
    await loadImage(lab.host("beta"), "ferry-lab/db:1");
  });

  it("runs commands as root on the host itself, with their streams and exit codes", async () => {
    const asked = script('id -u; cat; stat -c "%d:%i" / /var/lib/docker/volumes; echo complaint >&2; exit 7');
    const { code, stdout, stderr } = await beta.run({ ...asked, stdin: "a secret\n" });
    const own = await lab.host("beta").must("stat -c %d:%i / /var/lib/docker/volumes");
    expect({ code, stdout, stderr }).toEqual({
      code: 7,
      stdout: `0\na secret\n${own}`,
      stderr: "complaint\n",
    });
    expect(beta.asRoot).toBe(
      "beta: as root through a container of ferry-lab/db:1, because porter is not root there",
    );
  });

  it("leaves docker's own commands to the user, who may run them", async () => {
    const before = await started();
    expect((await beta.run({ argv: ["docker", "ps", "-q"] })).code).toBe(0);
    expect(await started()).toBe(before);
  });

  it("leaves no container behind", async () => {
    expect(await lab.host("beta").must("docker ps -aq; docker volume ls -q")).toBe("");
  });

  it.each([
    ["that does as it is told", "sleep 4711 | sleep 4712; sleep 4713"],
    ["that does not listen", "trap '' TERM; while :; do sleep 4711 | sleep 4712; done"],
  ])(
    "ends a command %s when it is given up, with all it started, and its container",
    async (_, text) => {
      await givenUp({ ...script(text), within: 2500 });
      expect(await lab.host("beta").must("docker ps -q; pgrep -f '^sleep 471' || :")).toBe("");
    },
    60_000,
  );

  it("ends a command that tells something when the connection is cut off", async () => {
    const other = await openTransport("beta", { ssh: "porter@beta", become: "docker" });
    const heard = new Promise<void>((resolve) => {
      const run = other.run(script("while :; do echo 'still here'; sleep 0.2; done"), {
        onLine: () => resolve(),
      });
      run.catch(() => undefined);
    });
    await heard;
    await lab.host("beta").must("pkill -KILL -u porter sshd");
    await lab
      .host("beta")
      .must('for i in $(seq 100); do [ -n "$(docker ps -q)" ] || exit 0; sleep 0.1; done; exit 1');
    await other.close();
  }, 60_000);
});

describe("data to and from such a host", () => {
  const MAKE = `echo x > owned; chown 4711:4712 owned; chown -h 99:99 .; mkdir d; chown 5:5 d; chmod 700 d; echo y > d/hidden
    chmod 0 d/hidden; ln -s owned l; chown -h 6:7 l; cp /bin/true cap; setcap cap_net_bind_service+ep cap
    setfattr -n user.mime -v text/plain owned; setfattr -n trusted.t -v 1 d; setfacl -m u:4713:rw owned
    ln owned second; truncate -s 50M sparse; head -c 20000000 /dev/urandom > large`;
  const SHOWN = "getfattr -Rhd -m - . 2>/dev/null | sort; getfacl -Rn . | sort; getcap -r .";

  const moved = async (source: Transport, target: Transport, name: string): Promise<void> => {
    const channel = await openChannel(source, target, "suite");
    expect(channel.because).toContain(`${source.host.name} reaches ${target.host.name}`);
    const scratch = { source: "/srv/suite", target: "/srv/suite" };
    const means = { codec: "zstd", blocks: true, attributes: "python3" } as const;
    const close = () => channel.close();
    const bench = { mover: filesMover, source, target, channel, means, scratch, close };
    await on(source, `/srv/${name}`, MAKE);
    const made = new TreeMove(bench, `/srv/${name}`, `/srv/${name}`);
    await made.whole();
    const side = new TreeMove(bench, `/srv/${name}/d`, `/srv/${name}-d`);
    const other = new TreeMove(bench, `/srv/${name}`, `/srv/${name}-again`);
    await Promise.all([side.whole(), other.whole()]);
    expect(await made.agree()).toBe(true);
    await made.swap();
    expect(await snapshot(target, `/srv/${name}`)).toBe(await snapshot(source, `/srv/${name}`));
    const shown = await on(target, `/srv/${name}`, SHOWN);
    expect(shown).toBe(await on(source, `/srv/${name}`, SHOWN));
    expect(shown).toContain("cap_net_bind_service");
    await close();
    expect(
      await lab
        .host("beta")
        .must("docker ps -aq; grep -c ferry-suite /home/porter/.ssh/authorized_keys || :"),
    ).toBe("0\n");
  };

  it("arrives whole, side by side, with owners, modes and attributes", async () => {
    await moved(alpha, beta, "there");
  }, 180_000);

  it("comes back whole, side by side, with owners, modes and attributes", async () => {
    await moved(beta, alpha, "back");
  }, 180_000);

  it("goes on when another transfer, which began before it, has ended", async () => {
    const channel = await openChannel(beta, alpha, "apart");
    const until = (path: string): string => `until [ -e ${path} ]; do sleep 0.1; done`;
    const first = channel.carry({
      send: script(`${until("/run/second-begun")}; echo one`),
      receive: script("touch /run/first-arrives; cat > /run/first"),
    });
    await alpha.run(script(until("/run/first-arrives")));
    const second = channel.carry({
      send: script(`${until("/run/first-ended")}; echo two`),
      receive: script("touch /run/second-arrives; cat > /run/second"),
    });
    second.catch(() => undefined);
    await alpha.run(script(until("/run/second-arrives")));
    await beta.run(script("touch /run/second-begun"));
    await first;
    await beta.run(script("touch /run/first-ended"));
    await second;
    expect((await alpha.run(script("cat /run/first /run/second"))).stdout).toBe("one\ntwo\n");
    await channel.close();
  }, 60_000);
});

/** How many containers there have been on beta. */
const started = async (): Promise<string> =>
  lab.host("beta").must('docker events --since 0 --until "$(date +%s.%N)" --filter event=create | wc -l');

const givenUp = async (run: Command): Promise<void> => {
  await expect(beta.run(run)).rejects.toThrow(/2.5 s/);
};
