import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import { moverContract } from "../../contract/mover";
import { type MoverBench, on, snapshot, TreeMove } from "../../contract/mover/bench";
import { type RootAndSudo, rootAndSudo } from "./root-and-sudo";

let { alpha, beta, down } = {} as RootAndSudo;
beforeAll(async () => {
  ({ alpha, beta, down } = await rootAndSudo());
});
afterAll(() => down?.());

async function bench(): Promise<MoverBench> {
  const channel = await openChannel(alpha, beta, "suite");
  expect(channel.because).toContain("alpha reaches beta");
  return {
    mover: filesMover,
    source: alpha,
    target: beta,
    channel,
    means: { codec: "zstd", blocks: true, attributes: "python3" },
    scratch: { source: "/srv/suite", target: "/srv/suite" },
    close: () => channel.close(),
  };
}

moverContract("the files mover between whole hosts, root to sudo", bench);

describe("between whole hosts", () => {
  const move = async (name: string, make: string, has?: string): Promise<TreeMove> => {
    const hosts = await bench();
    await on(alpha, `/srv/${name}`, make);
    if (has !== undefined) await on(beta, `/srv/${name}`, has);
    return new TreeMove(hosts, `/srv/${name}`, `/srv/${name}`);
  };

  it("owners by number, extended attributes, access lists and capabilities arrive", async () => {
    const made = await move(
      "attributes",
      `echo x > owned; chown 4711:4712 owned; chown -h 99:99 . ; mkdir d; chown 5:5 d; ln -s owned l; chown -h 6:7 l
      cp /bin/true cap; setcap cap_net_bind_service+ep cap; setfattr -n user.mime -v text/plain owned; setfattr -n trusted.t -v 1 d
      setfacl -m u:4713:rw owned; setfacl -d -m g:4714:rx d`,
    );
    await made.whole();
    const shown = "getfattr -Rhd -m - . 2>/dev/null | sort; getfacl -Rn . | sort; getcap -r .";
    expect(await on(beta, "/srv/attributes", shown)).toBe(await on(alpha, "/srv/attributes", shown));
    expect(await on(beta, "/srv/attributes", shown)).toContain("cap_net_bind_service");
    expect(await snapshot(beta, "/srv/attributes")).toBe(await snapshot(alpha, "/srv/attributes"));
    expect(await made.agree()).toBe(true);
  });

  it("a tree that is a mount point is exchanged entry by entry, and put back", async () => {
    await on(
      beta,
      "/srv/disk",
      "mount -t tmpfs none /srv/disk; cd /srv/disk; chmod 711 .; mkdir lost+found old; echo o > old/f; ln old/f g; touch -d 2001-01-01 old .",
    );
    const before = await snapshot(beta, "/srv/disk");
    const made = await move(
      "disk",
      "mkdir new; echo n > new/f; echo h > .hidden; chmod 750 .; touch -d 2002-02-02 new .",
    );
    await made.whole();
    await made.swap();
    const after = (text: string) =>
      text
        .replace(/^\S*\.\/\.ferry-tree.*\n/gm, "")
        .replace(/^[0-9a-f]{64} {2}\.\/\.ferry-tree.*\n/gm, "")
        .replace(/^linked .*\n/gm, "");
    expect(after(await snapshot(beta, "/srv/disk"))).toBe(await snapshot(alpha, "/srv/disk"));
    expect(await on(beta, "/srv", "findmnt -n -o FSTYPE /srv/disk")).toBe("tmpfs\n");
    expect(await on(beta, `${filesMover.replaced(made.passage)}/`, "cat old/f g")).toBe("o\no\n");
    await made.unswap();
    await made.unswap();
    await made.discard();
    expect(await snapshot(beta, "/srv/disk")).toBe(before);
  });

  it("a mount inside the tree is refused before anything is copied", async () => {
    const made = await move("nested", "echo x > f", "mkdir disk; mount -t tmpfs none disk; echo y > disk/g");
    await expect(made.open()).rejects.toThrow(/\/srv\/nested\/disk is mounted inside \/srv\/nested/);
    await made.discard();
    expect(await on(beta, "/srv", "ls -A /srv/nested /srv | grep nested.ferry- || echo clean")).toBe(
      "clean\n",
    );
  });

  it("a full disk on the target is named with its cause, and leaves the target as it was", async () => {
    await on(
      beta,
      "/srv/small",
      "mount -t tmpfs -o size=4m none /srv/small; cd /srv/small; mkdir real; echo old > real/f",
    );
    const hosts = await bench();
    await on(alpha, "/srv/big", "head -c 9000000 /dev/urandom > big");
    const made = new TreeMove(hosts, "/srv/big", "/srv/small/real");
    await made.open();
    await expect(made.pass()).rejects.toMatchObject({
      message: expect.stringMatching(/receiving on beta exited with 1 .*No space left on device/),
      remedy: expect.stringContaining("Make room on beta"),
    });
    await made.discard();
    expect(await on(beta, "/srv/small", "ls -A . real; cat real/f")).toBe(".:\nreal\n\nreal:\nf\nold\n");
  });
});
