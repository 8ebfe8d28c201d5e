import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Finished, run, type SpawnOptions } from "../../program/setup/spawn";
import { inside, layOut, type Machine, powerOff, powerOn, rootOf, settled } from "./machine";
import { countedFrom, countFrom, dropFrom, dropNothing, limitCable, plugIn, setCable } from "./network";
import { isIn, leaderIn } from "./processes";
import { addressOf, namespaceOf, portOf, type Site } from "./site";

/** One host of a lab, from outside: what a person standing beside the machine could do to it. */
export class LabHost {
  readonly name: string;
  readonly address: string;
  private readonly machine: Machine;
  private readonly port: string;
  private leader: number | undefined;

  constructor(
    private readonly lab: Site,
    name: string,
    place: number,
    private readonly units: readonly string[],
  ) {
    this.name = name;
    this.address = addressOf(lab, place);
    this.port = portOf(lab, place);
    this.machine = { name, namespace: namespaceOf(lab, name), directory: join(lab.directory, name) };
  }

  /** The host's file tree as this machine sees it (without what is mounted inside the running host). */
  get root(): string {
    return rootOf(this.machine);
  }

  /** Mounts its tree and plugs its cable in; the lab calls this once. */
  async make(base: string): Promise<void> {
    await layOut(this.machine, base);
    await plugIn(this.lab, this.machine.namespace, this.port, this.address);
  }

  /** Switches the host on and waits for ssh and Docker; as after a power-off, its disks are as they were. */
  async boot(): Promise<void> {
    this.leader = await powerOn(this.machine);
    await settled(this.machine, this.leader, this.units);
  }

  /** Pulls the plug: everything on the host ends at once, without a goodbye. */
  async powerOff(): Promise<void> {
    this.leader = undefined;
    await powerOff(this.machine.namespace);
  }

  get isOn(): boolean {
    return leaderIn(this.machine.namespace) !== undefined;
  }

  /** Runs a shell script on the host as root, not through ssh; works with the cable cut. */
  exec(script: string, options: SpawnOptions = {}): Promise<Finished> {
    return run([...this.inside(), "sh", "-c", script], options);
  }

  /** As `exec`, for what has to succeed: gives standard output, throws with what the script said. */
  async must(script: string, options: SpawnOptions = {}): Promise<string> {
    const done = await this.exec(script, options);
    if (done.code === 0) return done.stdout;
    throw new Error(`on ${this.name}, exit ${done.code}: ${script}\n${done.stderr}${done.stdout}`);
  }

  /** The argument prefix that runs a command inside the host, for pipes of your own. */
  inside(): string[] {
    if (this.leader === undefined || !isIn(this.machine.namespace, this.leader)) {
      throw new Error(`${this.name} is off`);
    }
    return inside(this.leader);
  }

  /** Writes a file on the running or switched-off host, with its directories, as root. */
  async write(path: string, text: string | Buffer, mode = 0o644): Promise<void> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode });
  }

  /** Pulls the network cable out. */
  cutLink(): Promise<void> {
    return setCable(this.lab, this.port, "down");
  }

  /** Puts the cable back and forgets every `cutFrom`. */
  async restoreLink(): Promise<void> {
    await setCable(this.lab, this.port, "up");
    await dropNothing(this.machine.namespace);
  }

  /** Cuts this host off one other only: what comes from there is dropped until `restoreLink`. */
  cutFrom(other: { readonly address: string }): Promise<void> {
    return dropFrom(this.machine.namespace, other.address);
  }

  /** Begins to count the bytes that come from another host. */
  countFrom(other: { readonly address: string }): Promise<void> {
    return countFrom(this.machine.namespace, other.address);
  }

  /** Bytes that have come from another host since `countFrom`; the count outlives a power-off. */
  receivedFrom(other: { readonly address: string }): Promise<number> {
    return countedFrom(this.machine.namespace, other.address);
  }

  /** Limits the cable to so many megabits a second, both ways; without a number the limit goes away. */
  limitRate(mbit?: number): Promise<void> {
    return limitCable(this.lab, this.machine.namespace, this.port, mbit);
  }
}
