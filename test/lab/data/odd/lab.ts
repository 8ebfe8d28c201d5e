import { afterAll, beforeAll } from "vitest";
import type { Means } from "../../../../providers/model/mover";
import type { Transport } from "../../../../providers/model/transport";
import { filesMover } from "../../../../providers/movers/files";
import { openChannel } from "../../../../providers/transport/channel";
import { openTransport } from "../../../../providers/transport/open";
import { RelayChannel } from "../../../../providers/transport/relay";
import { type MoverBench, TreeMove } from "../../../contract/mover/bench";
import type { LabHost } from "../../host";
import { Lab } from "../../lab";
import { differences } from "./differences";
import { entriesOf, furnish } from "./on-host";

/** How Ferry gets into the hosts, and how the data gets from one to the other. */
export type Route = "root to root" | "root to sudo" | "through the relay" | "user to user";

/** Each route takes another rung of the ladder. */
const RUNGS: Readonly<Record<Route, Means>> = {
  "root to root": { codec: "gzip", blocks: false, attributes: "getfattr" },
  "root to sudo": { codec: "zstd", blocks: true, attributes: "python3" },
  "through the relay": { codec: "gzip", blocks: true, attributes: "python3" },
  "user to user": { codec: "zstd", blocks: true, attributes: "python3" },
};

/** Two hosts with the programs of this directory on them, and every way to move a tree between them. */
export class OddLab {
  private readonly opened: Transport[] = [];
  private readonly benches = new Map<string, Promise<MoverBench>>();

  private raised: Lab | undefined;

  private constructor() {}

  /** For the tests of the file that asks for it: up before the first of them, down after the last. */
  static forThisFile(): OddLab {
    const odd = new OddLab();
    beforeAll(() => odd.up());
    afterAll(() => odd.down());
    return odd;
  }

  get lab(): Lab {
    if (!this.raised) throw new Error("the hosts are up in tests and hooks only");
    return this.raised;
  }

  get alpha(): LabHost {
    return this.lab.host("alpha");
  }

  get beta(): LabHost {
    return this.lab.host("beta");
  }

  /** From alpha to beta, or from `from` to the other one. */
  bench(route: Route = "root to sudo", from: "alpha" | "beta" = "alpha"): Promise<MoverBench> {
    const name = `${route}, ${from}`;
    const known = this.benches.get(name) ?? this.join(route, from);
    this.benches.set(name, known);
    return known;
  }

  private async join(route: Route, from: "alpha" | "beta"): Promise<MoverBench> {
    const to = from === "alpha" ? "beta" : "alpha";
    const source = await this.open(from, route === "user to user" ? "user" : "root");
    const target = await this.open(
      to,
      route === "user to user" ? "user" : route === "root to sudo" ? "sudo" : "root",
    );
    const relayed = route === "through the relay";
    const channel = relayed
      ? new RelayChannel(source, target, "the test wants it")
      : await openChannel(source, target, `odd-${this.opened.length}`);
    if (!relayed && route !== "user to user" && channel.route !== "direct") throw new Error(channel.because);
    const scratch = { source: "/srv", target: "/srv" };
    const means = RUNGS[route];
    return { mover: filesMover, source, target, channel, means, scratch, close: () => channel.close() };
  }

  /** A move of one tree to the same path, from alpha to beta. */
  async move(tree: string, route: Route = "root to sudo"): Promise<TreeMove> {
    return new TreeMove(await this.bench(route), tree, tree);
  }

  /** What is different between a tree on alpha and its copy on beta. */
  async differences(tree: string): Promise<string[]> {
    return differences(await entriesOf(this.alpha, tree), await entriesOf(this.beta, tree));
  }

  private async up(): Promise<void> {
    this.raised = await Lab.up({ hosts: ["alpha", "beta"], nginx: [] });
    process.env.FERRY_SSH_CONFIG = this.raised.sshConfig;
    await Promise.all([furnish(this.alpha), furnish(this.beta)]);
  }

  private async down(): Promise<void> {
    await Promise.all(this.opened.map((transport) => transport.close()));
    await this.raised?.down();
  }

  private async open(host: "alpha" | "beta", as: "root" | "sudo" | "user"): Promise<Transport> {
    const ssh = as === "root" ? host : `deploy@${host}`;
    const transport = await openTransport(host, as === "sudo" ? { ssh, become: "sudo" } : { ssh });
    this.opened.push(transport);
    return transport;
  }
}
