import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perform } from "../../../providers/engine/perform";
import { identity } from "../../../providers/facts/host";
import { ask } from "../../../providers/model/procedure";
import type { Transport } from "../../../providers/model/transport";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import { RelayChannel } from "../../../providers/transport/relay";
import { type MoverBench, TreeMove } from "../../contract/mover/bench";
import { arrived, edit } from "../../contract/mover/steps";
import { type RootAndSudo, rootAndSudo } from "./root-and-sudo";

let { lab, alpha, beta, down } = {} as RootAndSudo;
beforeAll(async () => {
  ({ lab, alpha, beta, down } = await rootAndSudo());
  await lab.host("beta").must("mv /usr/bin/python3 /usr/bin/python3.off");
});
afterAll(() => down?.());

const side = async (transport: Transport) => ({
  name: transport.host.name,
  tools: (await perform(transport, ask(identity()))).tools,
});

const ROUTES = [
  ["a direct channel", "direct", () => openChannel(alpha, beta, "by-rsync")],
  ["the relay", "relay", async () => new RelayChannel(alpha, beta, "the test wants it")],
] as const;

describe.each(ROUTES)("a host without python3, through %s", (_, route, join) => {
  it("gets of a large file of which it has an older copy what differs, by rsync, while the service runs and after", async () => {
    const { means, because } = filesMover.means(await side(alpha), await side(beta));
    expect(because.join()).toContain("only what differs, by rsync (no python3 on beta)");
    const channel = await join();
    expect(channel.route).toBe(route);
    const scratch = { source: "/srv", target: "/srv" };
    const bench: MoverBench = {
      mover: filesMover,
      source: alpha,
      target: beta,
      channel,
      means,
      scratch,
      close: () => channel.close(),
    };
    const tree = `/srv/${route}`;
    await lab
      .host("alpha")
      .must(`mkdir -p ${tree}/d && cd ${tree}/d && head -c 67108864 /dev/urandom > "$(printf 'big\\nfile')"`);
    await new TreeMove(bench, tree, tree).whole();
    const spot = (at: number) =>
      `printf changed | dd of="$(printf 'd/big\\nfile')" bs=1 seek=${at} conv=notrunc status=none`;
    const move = new TreeMove(bench, tree, tree);
    await edit(move, `${spot(20_000_000)}; chown 1234:2345 d/big*`);
    await move.open();
    await lab.host("beta").countFrom(lab.host("alpha"));
    expect((await move.pass()).sent).toBeLessThan(1_000_000);
    await move.prove();
    await edit(move, `${spot(50_000_000)}; echo small > d/small`);
    const last = await move.finish();
    expect(last.sent).toBeLessThan(1_000_000);
    expect(last.seen?.[0].root).toBe(last.seen?.[1].root);
    if (route === "direct")
      expect(await lab.host("beta").receivedFrom(lab.host("alpha"))).toBeLessThan(1_500_000);
    await arrived(move);
    await channel.close();
  }, 120_000);
});
