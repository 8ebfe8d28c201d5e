import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { baseTree } from "./base";
import { claimSite, release } from "./claim";
import { LabHost } from "./host";
import { identify, makeKey, writeSshConfig } from "./identity";
import { makeSwitch } from "./network";
import { needTools } from "./requirements";
import type { Site } from "./site";

export interface LabOptions {
  readonly hosts: readonly string[];
  /** Which hosts run nginx; the one called "gate" by default. */
  readonly nginx?: readonly string[];
  /** Hears what takes long on the first run; standard error by default. */
  readonly progress?: (line: string) => void;
}

/** Whole Debian hosts with systemd, sshd and Docker on a network of their own. */
export class Lab {
  private constructor(
    private readonly site: Site,
    private readonly byName: ReadonlyMap<string, LabHost>,
    /** The file that makes `ssh -F FILE alpha` (and `deploy@10.77.0.12`) work without a question. */
    readonly sshConfig: string,
  ) {}

  /** Where the lab keeps its keys, roots and console logs. */
  get directory(): string {
    return this.site.directory;
  }

  get hosts(): readonly LabHost[] {
    return [...this.byName.values()];
  }

  /**
   * Makes and boots the hosts; resolves when sshd and Docker of each are up. The first run builds the
   * Debian tree (minutes); then it takes seconds. Throws where the machine cannot hold a lab.
   */
  static async up(options: LabOptions): Promise<Lab> {
    const base = await Lab.prepare(options.progress);
    const site = await claimSite();
    try {
      return await Lab.raise(site, base, options);
    } catch (error) {
      await release(site);
      throw error;
    }
  }

  /** Gets what every lab needs (tools, the Debian tree) without bringing one up; gives the tree's path. */
  static async prepare(progress: (line: string) => void = tell): Promise<string> {
    await needTools(progress);
    return baseTree(progress);
  }

  private static async raise(site: Site, base: string, options: LabOptions): Promise<Lab> {
    const nginx = new Set(options.nginx ?? ["gate"]);
    const units = (name: string) => ["ssh", "docker", ...(nginx.has(name) ? ["nginx"] : [])];
    const hosts = options.hosts.map((name, place) => new LabHost(site, name, place, units(name)));
    const [key] = await Promise.all([makeKey(site.directory), makeSwitch(site)]);
    await Promise.all(
      hosts.map(async (host) => {
        await host.make(base);
        await identify(host.root, host.name, key, hosts);
        if (nginx.has(host.name)) await enable(host, "nginx.service");
        await host.boot();
      }),
    );
    const config = await writeSshConfig(site.directory, key, hosts);
    return new Lab(site, new Map(hosts.map((host) => [host.name, host])), config);
  }

  host(name: string): LabHost {
    const host = this.byName.get(name);
    if (!host) throw new Error(`the lab has no host ${name}, only ${[...this.byName.keys()].join(", ")}`);
    return host;
  }

  /** The environment in which Ferry and OpenSSH reach the lab's hosts. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, FERRY_SSH_CONFIG: this.sshConfig };
  }

  /** Ends and removes everything the lab made. */
  async down(): Promise<void> {
    await release(this.site);
  }
}

function tell(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

function enable(host: LabHost, unit: string): Promise<void> {
  const link = join(host.root, "etc/systemd/system/multi-user.target.wants", unit);
  return symlink(`/lib/systemd/system/${unit}`, link);
}
