import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../program/setup/spawn";
import { sweep } from "./claim";
import { makeGroups } from "./control-groups";
import { loadImage } from "./images";
import { Lab } from "./lab";
import { routeShop, sampleDomain, startShop } from "./sample";
import { claims } from "./site";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
}, 1_800_000);
afterAll(() => lab?.down());

const ask = async (url: string, host?: string): Promise<string> => {
  const header = host === undefined ? [] : ["-H", `Host: ${host}`];
  return (await run(["curl", "-fsS", "-m", "5", ...header, url])).stdout.trim();
};

describe("the lab", () => {
  it("gives every host its own identity", async () => {
    const facts = await Promise.all(
      lab.hosts.map((host) => host.must("hostname; cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub")),
    );
    expect(new Set(facts).size).toBe(3);
    expect(facts.map((fact) => fact.split("\n")[0])).toEqual(["alpha", "beta", "gate"]);
  });

  it("answers over ssh by name and by address, as root and as a user with sudo", async () => {
    const ssh = (...args: string[]) => run(["ssh", "-F", lab.sshConfig, ...args]);
    expect((await ssh("alpha", "hostname; id -un")).stdout).toBe("alpha\nroot\n");
    const deploy = await ssh(`deploy@${lab.host("beta").address}`, "id -un; id -Gn; sudo -n id -un");
    expect(deploy.stdout).toBe("deploy\ndeploy\nroot\n");
  });

  it("refuses a host key that is not the host's", async () => {
    const known = ["-o", "UserKnownHostsFile=/dev/null"];
    const done = await run(["ssh", ...known, "-F", lab.sshConfig, "alpha", "true"]);
    expect(done.code).toBe(255);
    expect(done.stderr).toContain("Host key verification failed");
  });

  it("runs systemd without a failed unit, and nginx on the gate only", async () => {
    for (const host of lab.hosts) {
      expect(await host.must("systemctl --failed --no-legend --plain")).toBe("");
      const nginx = (await host.exec("systemctl is-active nginx")).stdout.trim();
      expect(nginx).toBe(host.name === "gate" ? "active" : "inactive");
    }
  });

  it("keeps the units of one host apart from those of another", async () => {
    await lab.host("alpha").must("systemd-run -q --unit=apart sleep 300");
    await lab.host("beta").must("systemd-run -q --unit=apart sleep 300 && systemctl stop apart");
    expect((await lab.host("alpha").exec("systemctl is-active apart")).stdout.trim()).toBe("active");
  });

  it("runs a compose service with a database behind nginx, and keeps its data over a power-off", async () => {
    await startShop(lab);
    await routeShop(lab);
    const gate = `http://${lab.host("gate").address}`;
    // A reload returns before the last worker with the old configuration is gone.
    await expect.poll(() => ask(`${gate}/count`, sampleDomain), { timeout: 5_000 }).toBe("3");
    const alpha = lab.host("alpha");
    await alpha.powerOff();
    expect(alpha.isOn).toBe(false);
    await alpha.boot();
    await expect.poll(() => ask(`${gate}/healthz`, sampleDomain), { timeout: 20_000 }).toBe("ok");
    expect(await ask(`${gate}/write`, sampleDomain)).toBe("4");
  });

  it("gives an image the same id on every host", async () => {
    const id = async (name: string) => {
      const host = lab.host(name);
      await loadImage(host, "ferry-lab/db:1", "redis:7-alpine");
      return host.must("docker image inspect -f '{{.Id}}' ferry-lab/db:1 redis:7-alpine");
    };
    expect(await id("alpha")).toBe(await id("beta"));
  });

  it("cuts a host off from everyone, or from one other, and mends it", async () => {
    const [alpha, beta, gate] = [lab.host("alpha"), lab.host("beta"), lab.host("gate")];
    const reaches = async (from: typeof alpha, to: typeof alpha) => {
      const greeting = `timeout 1 sh -c 'exec 3<>/dev/tcp/${to.address}/22; head -c 4 <&3'`;
      return (await from.exec(greeting.replace("sh -c", "bash -c"))).stdout === "SSH-";
    };
    expect(await reaches(beta, alpha)).toBe(true);
    await beta.cutLink();
    expect([await reaches(beta, alpha), await reaches(beta, gate)]).toEqual([false, false]);
    await beta.restoreLink();
    await beta.cutFrom(alpha);
    expect([await reaches(beta, alpha), await reaches(beta, gate)]).toEqual([false, true]);
    await beta.restoreLink();
    expect(await reaches(beta, alpha)).toBe(true);
  });

  it("slows a cable down to the rate that was asked for", async () => {
    const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
    await alpha.must("head -c 10000000 /dev/zero > /srv/ten; busybox httpd -h /srv -p 9000");
    await beta.limitRate(40);
    const began = Date.now();
    await beta.must(`curl -fsS -o /dev/null http://${alpha.address}:9000/ten`);
    expect(Date.now() - began).toBeGreaterThan(1_500);
    await beta.limitRate();
  });

  it("stands beside a second lab on addresses of its own, and leaves nothing when it goes", async () => {
    const second = await Lab.up({ hosts: ["alpha"] });
    const { address } = second.host("alpha");
    expect(address).not.toBe(lab.host("alpha").address);
    expect((await run(["ssh", "-F", second.sshConfig, "alpha", "hostname"])).stdout).toBe("alpha\n");
    await second.down();
    expect(await traces(second)).toEqual([]);
    expect(await lab.host("alpha").must("hostname")).toBe("alpha\n");
  });

  it("leaves nothing of what is hard to remove: immutable files, very long paths, a process that stays", async () => {
    const second = await Lab.up({ hosts: ["alpha"] });
    await second.host("alpha").must(
      `mkdir /var/lib/docker/held; cd /var/lib/docker/held; echo x > file; chattr +i file; chattr +i .
      cd ..; for i in $(seq 25); do d=$(printf '%0200d' "$i"); mkdir "$d"; cd "$d"; done; echo x > file; chattr +a file`,
    );
    const stays = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
    for (const group of makeGroups(`ferry${basename(second.directory)}-alpha`))
      await writeFile(join(group, "cgroup.procs"), `${stays.pid}`);
    const ended = once(stays, "exit");
    await second.down();
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(await traces(second)).toEqual([]);
  });

  it("runs commands in its own directories, whatever this machine has", async () => {
    expect(await lab.host("alpha").must("pwd -P; [ . -ef /root ] && echo same")).toBe("/root\nsame\n");
  });

  it("removes what a run that was killed has left behind", async () => {
    const second = await Lab.up({ hosts: ["alpha"] });
    const owner = join(claims, `${basename(second.directory)}.owner`);
    await writeFile(
      owner,
      JSON.stringify({ pid: 1, started: "another time", root: dirname(second.directory) }),
    );
    await sweep();
    expect(await traces(second)).toEqual([]);
    expect(await lab.host("alpha").must("hostname")).toBe("alpha\n");
  });
});

/** Everything on this machine that carries the number of a lab. */
async function traces(of: Lab): Promise<string[]> {
  const number = basename(of.directory);
  const look = `ls -d "$1"* /run/netns/ferry$2-* /sys/fs/cgroup/ferry$2-* /sys/fs/cgroup/*/ferry$2-* 2>/dev/null
    grep "$1/" /proc/mounts; ip -br link | grep -E "^ferry$2 |^ferry$2@"; pgrep -af "machine=ferry$2-"; true`;
  const found = await run(["sh", "-c", look, "sh", of.directory, number]);
  return found.stdout.split("\n").filter((line) => line !== "" && !line.includes("grep"));
}
