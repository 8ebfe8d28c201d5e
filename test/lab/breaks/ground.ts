import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { repository } from "../../../program/setup/repository";
import { furnish, makeOddTree } from "../data/odd/on-host";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { UnderWay } from "./under-way";

/** Where the service lives, on both hosts. */
export const TREE = "/srv/shop";
const PROGRAMS = "/opt/breaks";
const SHOP = `python3 ${PROGRAMS}/shop.py`;

/** Slow enough that a pass takes a second or two, and each break has its place in it. */
const RATE = "12MB/s";

/** Two hosts, and a service on the first one that is to move to the second. */
export class Ground {
  private constructor(
    readonly lab: Lab,
    private readonly folder: string,
  ) {}

  static async up(): Promise<Ground> {
    const lab = await Lab.up({ hosts: ["alpha", "beta"], nginx: [] });
    const ground = new Ground(lab, await mkdtemp(join(tmpdir(), "ferry-breaks-")));
    for (const host of lab.hosts) {
      await furnish(host);
      for (const name of ["shop.py", "arrived.py"])
        await host.write(`${PROGRAMS}/${name}`, await readFile(join(repository(), "test/lab/breaks", name)));
    }
    await ground.beta.countFrom(ground.alpha);
    return ground;
  }

  get alpha(): LabHost {
    return this.lab.host("alpha");
  }

  get beta(): LabHost {
    return this.lab.host("beta");
  }

  /**
   * Makes the service's data from a seed, with so many small files besides, and starts it. Returns how many bytes the
   * files have that a first pass sends.
   */
  async lay(seed: number, many: number): Promise<number> {
    await this.alpha.must(`mkdir -p ${TREE}`);
    await makeOddTree(this.alpha, `${TREE}/odd`, seed, "names", "links", "modes", "attributes", "dates");
    const made = await this.alpha.must(
      `cd ${TREE} && ${SHOP} make ${seed} ${many} && FERRY_HOST=alpha ${SHOP} start`,
    );
    return (JSON.parse(made) as { bytes: number }).bytes;
  }

  /** Changes the data while the service runs. Returns how many bytes were written. */
  async change(seed: number): Promise<number> {
    return (JSON.parse(await this.alpha.must(`cd ${TREE} && ${SHOP} change ${seed}`)) as { bytes: number })
      .bytes;
  }

  /** Begins what `pulumi up` does for the service to live on beta; `slowly` for who wants to break it. */
  async begin({ slowly }: { slowly: boolean }): Promise<UnderWay> {
    const file = join(this.folder, "lab.yaml");
    await writeFile(file, stringify(this.stack(slowly ? { rate: RATE } : {})));
    return new UnderWay(file, this.lab.env);
  }

  /** The locks of a controller that died run out; nobody waits for that here. */
  async leaseRunsOut(): Promise<void> {
    for (const host of this.lab.hosts)
      await host.must(
        "[ ! -d /var/lib/ferry ] || find /var/lib/ferry -name lock -exec touch -d '-10 minutes' {} +",
      );
  }

  /** Takes the service and every trace of its move away. */
  async clear(): Promise<void> {
    for (const host of this.lab.hosts) {
      if (!host.isOn) await host.boot();
      await host.must(`pkill -KILL -f '[s]hop.py' || :
        rm -rf /srv/* /srv/.[!.]* /var/lib/ferry /run/ferry /run/shop.pid`);
    }
  }

  async down(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await this.lab.down();
  }

  private stack(move: object): unknown {
    const verb = (name: string) => ["python3", `${PROGRAMS}/shop.py`, name];
    const commands = { start: verb("start"), stop: verb("stop"), status: verb("status") };
    return {
      hosts: {
        alpha: { ssh: `root@${this.alpha.address}` },
        beta: { ssh: `deploy@${this.beta.address}`, become: "sudo" },
      },
      services: {
        shop: {
          kind: "process",
          host: "beta",
          directory: TREE,
          ...commands,
          move: { maxDowntime: "60s", ...move },
        },
      },
    };
  }
}
