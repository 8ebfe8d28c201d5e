import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Means } from "../../../providers/model/mover";
import type { OwnerMap } from "../../../providers/model/owners";
import { filesMover } from "../../../providers/movers/files";
import { RelayChannel } from "../../../providers/transport/relay";
import { mayOwn, wholeHost } from "../../contract/benches/two-trees";
import { copyContract } from "../../contract/mover";
import { type MoverBench, on, quiet, TreeMove } from "../../contract/mover/bench";
import { edit } from "../../contract/mover/steps";

/** Two users have each other's numbers, one group another number, root is root. */
const OWNERS: OwnerMap = {
  users: [
    [0, 0],
    [4110, 4113],
    [4113, 4110],
  ],
  groups: [
    [0, 0],
    [4005, 4006],
  ],
};
const BACK: OwnerMap = {
  users: OWNERS.users.map(([from, to]) => [to, from]),
  groups: OWNERS.groups.map(([from, to]) => [to, from]),
};
const MEANS: Means = { codec: "gzip", blocks: true, attributes: "python3" };

async function bench(more: Partial<MoverBench> = {}): Promise<MoverBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-owners-"));
  const [alpha, beta] = await Promise.all([wholeHost("alpha", root), wholeHost("beta", root)]);
  return {
    mover: filesMover,
    source: alpha.host,
    target: beta.host,
    means: MEANS,
    owners: OWNERS,
    channel: new RelayChannel(alpha.host, beta.host, "both are here"),
    scratch: { source: `${root}/alpha/srv`, target: `${root}/beta/srv` },
    close: async () => {
      await Promise.all([alpha.close(), beta.close()]);
      await rm(root, { recursive: true, force: true });
    },
    ...more,
  };
}

describe.skipIf(!mayOwn())("where files may be given away", () => {
  copyContract("the files mover with a map of owners", bench);

  let here: MoverBench;
  beforeAll(async () => {
    here = await bench();
  });
  afterAll(() => here?.close());

  it("gives each file to who has the name there: links, setuid bits, capabilities, access lists, large files", async () => {
    const move = await begin("whole", here, TREE);
    await move.whole();
    expect(await move.agree()).toBe(true);
    const there = await arrived(move);
    expect(there).toMatch(/^\.\/one f 4755 4113 4006 /m);
    expect(there).toMatch(/^\.\/large f 6\d+ 4113 4006 /m);
    expect(there).toMatch(/^\.\/two system\.posix_acl_access .*2:6:4113 .*8:4:4006/m);
    expect(there).toContain("./cap cap_net_bind_service=ep");
  }, 60_000);

  it("sends in later passes what changed, proves it, and finds nothing more", async () => {
    const move = await begin("passes", here, TREE);
    await quiet();
    await move.open();
    await move.pass();
    await move.prove();
    await edit(
      move,
      `${LISTS}; chown 4113 one; list d/three access 2:7:4113; echo 4 > d/four; chown 4110:4005 d/four; list two access 2:6:0
      printf x | dd of=large bs=1 seek=5000000 conv=notrunc status=none; list d default 2:7:4110`,
    );
    const { seen } = await move.finish();
    expect(seen?.[0].root).toBe(seen?.[1].root);
    expect(await move.agree()).toBe(true);
    await move.swap();
    await arrived(move);
  }, 60_000);

  it("sends no file over a copy that another move brought, and comes back by the map the other way", async () => {
    const move = await begin("there", here, TREE);
    await move.whole();
    const again = new TreeMove(here, move.passage.from.path, move.passage.to.path);
    await again.open();
    // The root, because a staging tree begins without its access list.
    expect(await again.pass()).toMatchObject({ files: 1, bytes: 0 });
    await again.discard();
    const [there, home] = [here.target, here.source];
    const channel = new RelayChannel(there, home, "both are here");
    const back = { ...here, owners: BACK, source: there, target: home, channel };
    const way = new TreeMove(back, move.passage.to.path, `${move.passage.from.path}-back`);
    await way.whole();
    expect(await shown(here, "source", way.passage.to.path)).toBe(
      await shown(here, "source", move.passage.from.path),
    );
  }, 60_000);

  it("mends what an older copy has by the source's numbers", async () => {
    const move = await begin("older", here, TREE);
    await on(here.target, here.scratch.target, `cp -a '${move.passage.from.path}' '${move.passage.to.path}'`);
    await move.whole();
    await arrived(move);
  }, 60_000);

  it("leaves the access list of the tree itself where a pass touches only what lies deeper", async () => {
    const move = await begin("deeper", here, TREE);
    await move.open();
    await move.pass();
    await quiet();
    await move.pass();
    await quiet();
    await edit(move, "echo more > d/e/more");
    await move.finish();
    await move.swap();
    await arrived(move);
  }, 60_000);

  it("stops, with the name, where something belongs to somebody whom nobody has looked up", async () => {
    const move = await begin("stranger", here, "echo 1 > one; mkdir d; echo 2 > d/late");
    await move.open();
    await move.pass();
    await edit(move, "chown 4999 d/late");
    await expect(move.prepare()).rejects.toThrow(/\.\/d\/late belongs to the user 4999.*looks again/s);
    await edit(move, `${LISTS}; chown 0 d/late; list one access 2:4:4999`);
    await move.prepare();
    await expect(move.carry()).rejects.toThrow(/one.*user 4999/s);
  }, 60_000);

  it("carries no access list where a host has no python3: the pass stops, with the names", async () => {
    const without = { ...here, means: { codec: "gzip", blocks: false, attributes: "none" } as const };
    const move = await begin("plain", without, "echo 1 > one; chown 4110:4005 one; echo 2 > two");
    await move.whole();
    await arrived(move);
    const dressed = await begin("dressed", without, `${LISTS}; echo 1 > one; list one access 2:4:4110`);
    await dressed.open();
    await expect(dressed.prepare()).rejects.toThrow(/access lists.*one .*python3/s);
  }, 60_000);
});

// setfacl is not everywhere. Each word is TAG:RIGHTS:ID, 2 for a user and 8 for a group (linux/posix_acl_xattr.h).
const LISTS = `cat > ../lists.py << 'END'
import os, struct, sys
path, kind, *named = sys.argv[1:]
nobody = 0xffffffff
entries = [(1, 7, nobody), (4, 5, nobody), (16, 7, nobody), (32, 0, nobody)]
entries += [tuple(map(int, one.split(":"))) for one in named]
value = b"".join(struct.pack("<HHI", *one) for one in sorted(entries))
os.setxattr(path, "system.posix_acl_" + kind, struct.pack("<I", 2) + value)
END
list() { python3 ../lists.py "$@"; }`;

const TREE = `${LISTS}; echo 1 > one; echo 2 > two; ln one hard; ln -s one link; mkdir -p d/e; echo 3 > d/three
cp /bin/true cap; head -c 17000000 /dev/urandom > large
chown 4110:4005 one d large cap; chown 4113:0 two; chown -h 4110:0 link; chown 4110 d/three
chmod 4755 one; chmod 2775 d; chmod 6711 large; /sbin/setcap cap_net_bind_service+ep cap
list two access 2:6:4110 8:4:4005; list d default 2:7:4113 2:5:4110; list d access 2:4:4113 2:7:4110
list large access 2:4:4113; list . access 2:5:4110; list d/e access 2:6:0`;

/** What can be seen of a tree, a line each; of access lists the entries of somebody by number. */
const SHOW = `export LC_ALL=C; find . -printf '%p %y %m %U %G %T@ %l %n\\n' | sort; /sbin/getcap -r .
find . -type f -print0 | sort -z | xargs -0 sha256sum
python3 - << 'END'
import os, struct
for path in sorted(os.path.join(d, n) for d, ds, fs in os.walk(".") for n in [".", *ds, *fs]):
    for name in sorted(os.listxattr(path, follow_symlinks=False)):
        value = os.getxattr(path, name, follow_symlinks=False)
        if "acl" in name:
            found = sorted(struct.unpack_from("<HHI", value, at) for at in range(4, len(value), 8))
            print(path, name, *("%d:%d:%d" % one for one in found))
END`;

async function begin(name: string, bench: MoverBench, make: string): Promise<TreeMove> {
  const move = new TreeMove(bench, `${bench.scratch.source}/${name}`, `${bench.scratch.target}/${name}`);
  await on(bench.source, move.passage.from.path, make);
  return move;
}

const shown = (bench: MoverBench, side: "source" | "target", path: string): Promise<string> =>
  on(bench[side], path, SHOW);

/** Expects on the target what the source shows, with the numbers of the target; returns it. */
async function arrived({ bench, passage }: TreeMove): Promise<string> {
  const there = await shown(bench, "target", passage.to.path);
  const here = await shown(bench, "source", passage.from.path);
  expect(lists(there)).toEqual(lists(exchanged(here)));
  return there;
}

const exchanged = (text: string): string =>
  text
    .replace(/ (\d+:\d+:)(\d+)/g, (_, start: string, who: string) => ` ${start}${user(group(who))}`)
    .replace(
      /^(\S+ [fdl] \d+) (\d+) (\d+) /gm,
      (_, start: string, owner: string, of: string) => `${start} ${user(owner)} ${group(of)} `,
    );
const user = (number: string): string => ({ "4110": "4113", "4113": "4110" })[number] ?? number;
const group = (number: string): string => (number === "4005" ? "4006" : number);
/** The entries of an access list have another order by other numbers. */
const lists = (text: string): string[] => text.split("\n").map((line) => line.split(" ").sort().join(" "));
