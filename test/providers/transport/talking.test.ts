import { mkdirSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { script } from "../../../providers/model/command";
import type { Transfer } from "../../../providers/model/mover";
import type { Transport } from "../../../providers/model/transport";
import { openChannel } from "../../../providers/transport/channel";
import { TransferFailed } from "../../../providers/transport/errors";
import { openTransport } from "../../../providers/transport/open";
import { type StandinSshd, startSshd } from "../../standin/sshd";

/** Asks for one number after the other, and counts only what it is answered. */
const ASKS = script(
  `for ask in 1 2 3 4 5; do echo "$ask"; read -r answer || exit 9; [ "$answer" = "$((ask * ask))" ] || exit 8; done; echo end`,
);
const ANSWERS = script('while read -r ask && [ "$ask" != end ]; do echo "$((ask * ask))"; done');

describe("a transfer whose ends talk to each other", () => {
  let sshd: StandinSshd;
  let root: string;
  let local: Transport;
  let remote: Transport;
  const before = process.env.TMPDIR;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "ferry-talking-"));
    for (const name of ["local", "pipes"]) mkdirSync(join(root, name));
    sshd = await startSshd();
    process.env.TMPDIR = join(root, "pipes");
    process.env.FERRY_SSH_CONFIG = sshd.config;
    local = await openTransport("alpha", { local: join(root, "local") });
    remote = await openTransport("beta", { ssh: "standin" });
  });
  afterAll(async () => {
    await remote.close();
    await sshd.close();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(root, { recursive: true });
  });

  const ways = [
    ["local to local", () => [local, local]],
    ["local to ssh", () => [local, remote]],
    ["ssh to local", () => [remote, local]],
  ] as const satisfies readonly (readonly [string, () => readonly [Transport, Transport]])[];

  const carry = async (hosts: readonly [Transport, Transport], transfer: Transfer) =>
    (await openChannel(...hosts, "m")).carry({ talks: true, ...transfer });

  describe.each(ways)("%s", (_, hosts) => {
    it.each([
      ["whose bytes are counted on their way", {}],
      ["whose sender says how far it is", { progress: () => undefined }],
    ])("hears the other one's answers, and leaves no pipe behind, %s", async (_name, progress) => {
      await carry(hosts(), { send: ASKS, receive: ANSWERS, ...progress });
      expect(readdirSync(join(root, "pipes"))).toEqual([]);
    });

    it("gets its own input first", async () => {
      const send = {
        ...script(`read -r own; [ "$own" = mine ] || exit 7; ${ASKS.argv[2]}`),
        stdin: "mine\n",
      };
      await carry(hosts(), { send, receive: ANSWERS });
    });

    it("ends when the other one has gone, and says which it was", async () => {
      const [source, target] = hosts();
      const gone = await carry([source, target], {
        send: script("echo x; cat > /dev/null; exit 0"),
        receive: script("read -r x; exit 3"),
      }).catch((error: unknown) => error);
      expect(gone).toBeInstanceOf(TransferFailed);
      expect((gone as TransferFailed).message).toMatch(/receiving on \w+ exited with 3/);
      const silent = await carry([source, target], {
        send: script("exit 4"),
        receive: script("while echo more; do :; done; exit 5"),
      }).catch((error: unknown) => error);
      expect((silent as TransferFailed).message).toMatch(/sending on \w+ exited with 4/);
      expect(readdirSync(join(root, "pipes"))).toEqual([]);
    });
  });

  it("hears nothing where that was not asked for", async () => {
    const transfer = { send: ASKS, receive: ANSWERS, talks: false };
    await expect(carry([local, local], transfer)).rejects.toThrow(/sending on alpha exited with 9/);
  });
});
