import { describe, expect, it } from "vitest";
import { scanDataset } from "../../../providers/engine/scan";
import type { Scan } from "../../../providers/model/plan";
import { on, quiet } from "../../contract/mover/bench";
import { differences } from "./odd/differences";
import { OddLab, type Route } from "./odd/lab";
import { entriesOf, makeOddTree } from "./odd/on-host";

const odd = OddLab.forThisFile();

const arrived = (tree: string) => odd.differences(tree);

/** What a preview says of a tree. */
async function preview(tree: string): Promise<Scan> {
  const { source, target } = await odd.bench();
  const dataset = { id: tree, type: "directory", path: tree, exclude: [] } as const;
  return scanDataset(source, target, dataset, dataset, { exclude: [], decide: () => ({}) });
}

describe("entries that stay behind", () => {
  it("sockets, pipes and devices are named in the plan, and do not arrive", async () => {
    await makeOddTree(odd.alpha, "/srv/specials", 1, "specials");
    const { left } = await preview("/srv/specials");
    expect(left.map(({ what }) => what.replace("/srv/specials/specials/", "")).sort()).toEqual([
      "block",
      "character",
      "fifo",
      "socket\n",
    ]);
    await (await odd.move("/srv/specials")).whole();
    expect((await arrived("/srv/specials")).map((line) => line.replace("./specials/", ""))).toEqual([
      "block: missing (block device)",
      "character: missing (character device)",
      "fifo: missing (fifo)",
      "socket\\x0a: missing (socket)",
    ]);
  });

  it("what only has a name like those that Ferry gives is named in the plan, or travels", async () => {
    await makeOddTree(odd.alpha, "/srv/own", 1, "own");
    const { left } = await preview("/srv/own");
    await (await odd.move("/srv/own")).whole();
    const missing = (await arrived("/srv/own"))
      .filter((line) => line.includes(": missing"))
      .map((line) => line.replace(/^\.(.*): missing.*$/, "/srv/own$1"));
    expect(
      missing.filter((path) => !left.some(({ what }) => path === what || path.startsWith(`${what}/`))),
    ).toEqual([]);
  });

  it("immutable and append-only files arrive as files that can be written to", async () => {
    await makeOddTree(odd.alpha, "/srv/flags", 1, "flags");
    const move = await odd.move("/srv/flags");
    await move.whole();
    expect(await move.agree()).toBe(true);
    expect((await arrived("/srv/flags")).map((line) => line.replace("./flags/", ""))).toEqual([
      "append-only: flags a -> ",
      "d\\x20append-only: flags a -> ",
      "d\\x20immutable: flags i -> ",
      "immutable: flags i -> ",
    ]);
    await odd.alpha.must("chattr -R -i -a /srv/flags");
  });

  it("immutable files of the target are exchanged with their directory, and put back as they were", async () => {
    await odd.alpha.must("mkdir -p /srv/held/tree; echo new > /srv/held/tree/f");
    await makeOddTree(odd.beta, "/srv/held/tree", 1, "flags");
    const before = await entriesOf(odd.beta, "/srv/held");
    const move = await odd.move("/srv/held/tree");
    await move.whole();
    expect(await arrived("/srv/held/tree")).toEqual([]);
    await move.unswap();
    await move.discard();
    expect(differences(before, await entriesOf(odd.beta, "/srv/held"))).toEqual([]);
    await odd.beta.must("chattr -R -i -a /srv/held");
  });

  it("a path of more than 4,096 bytes is named before the service stops, or arrives", async () => {
    await makeOddTree(odd.alpha, "/srv/deep", 1, "deep");
    const move = await odd.move("/srv/deep");
    await move.open();
    const error = await move.pass().then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (error) return expect(error.message).toMatch(/alpha.*19-d+.*File name too long/s);
    await move.finish();
    await move.swap();
    expect(await arrived("/srv/deep")).toEqual([]);
  });
});

describe("what an entry is made of", () => {
  it("a sparse file of 50 GiB arrives with its three pages, in a moment and in no more room", async () => {
    await makeOddTree(odd.alpha, "/srv/huge", 1, "huge");
    const move = await odd.move("/srv/huge");
    await move.open();
    const started = performance.now();
    await move.pass();
    expect(performance.now() - started).toBeLessThan(20_000);
    await move.swap();
    expect(await arrived("/srv/huge")).toEqual([]);
    await odd.beta.must("rm -r /srv/huge");
  });

  it("access lists go by number where both hosts have a user of that name", async () => {
    await odd.alpha.must("useradd -M -N -u 3001 keeper; groupadd -g 3001 crew");
    await odd.beta.must("useradd -M -N -u 3002 keeper; groupadd -g 3002 crew");
    await on(
      (await odd.bench()).source,
      "/srv/numbered",
      "echo x > f; mkdir d; setfacl -m u:3001:rw,g:3001:r f; setfacl -d -m u:3001:rx d",
    );
    const move = await odd.move("/srv/numbered");
    await move.whole();
    expect(await arrived("/srv/numbered")).toEqual([]);
  });

  it("what a later pass brings into a directory has only the access list that it had", async () => {
    await odd.alpha.must(
      "mkdir -p /srv/handed; cd /srv/handed; mkdir d e; setfacl -d -m u:4713:rwx d e; setfacl -m u:4713:rwx e",
    );
    const move = await odd.move("/srv/handed");
    await move.open();
    await move.pass();
    await odd.alpha.must("cd /srv/handed; mkdir d/in; echo x > d/in/f; setfacl -b d/in/f d/in; setfacl -b e");
    await move.finish();
    expect(await move.agree()).toBe(true);
    await move.swap();
    expect(await arrived("/srv/handed")).toEqual([]);
  });

  it("a change of nothing but an attribute is brought by the next pass", async () => {
    await odd.alpha.must(
      "mkdir -p /srv/noted; cd /srv/noted; echo x > f; setfattr -n user.a -v 1 f; mkdir d",
    );
    await quiet();
    const move = await odd.move("/srv/noted");
    await move.open();
    await move.pass();
    await odd.alpha.must("cd /srv/noted; setfattr -n user.a -v 2 f; setfacl -m u:5:r d");
    await move.finish();
    await move.swap();
    expect(await arrived("/srv/noted")).toEqual([]);
  });

  async function losesCapability(name: string, route: Route): Promise<boolean> {
    await odd.alpha.must(`mkdir -p /srv/${name}; cd /srv/${name}; cp /bin/true cap; setcap cap_kill+ep cap`);
    const move = await odd.move(`/srv/${name}`, route);
    await move.open();
    await move.finish();
    expect(await move.agree()).toBe(true);
    await odd.beta.must(`cd '${move.bench.mover.staged(move.passage)}'; setcap -r cap`);
    return move.agree();
  }

  it("an attribute that is lost on the way makes the manifests differ", async () => {
    expect(await losesCapability("proof", "root to sudo")).toBe(false);
  });

  it("an attribute that is lost on the way makes them differ without python3, too", async () => {
    expect(await losesCapability("weak-proof", "root to root")).toBe(false);
  });
});

describe("the directory around a tree", () => {
  it("hands nothing down to what arrives: no access list, no group, no mode", async () => {
    await makeOddTree(odd.alpha, "/srv/around/tree", 4, "attributes", "modes");
    await odd.beta.must(
      "mkdir -p /srv/around; chgrp 4712 /srv/around; chmod 2775 /srv/around; setfacl -d -m u:4713:rwx,g:4714:rwx /srv/around",
    );
    await (await odd.move("/srv/around/tree")).whole();
    expect(await arrived("/srv/around/tree")).toEqual([]);
  });

  it("may have any name, and so may the tree", async () => {
    const tree = `/srv/it's "odd" $(touch owned) \\n*/-rf\n\ttree `;
    const quoted = `'${tree.replaceAll("'", "'\\''")}'`;
    for (const host of [odd.alpha, odd.beta]) {
      await host.must(`mkdir -p ${quoted}; cd ${quoted}; echo ${host.name} > f; ln -sfn "$PWD" /srv/oddly`);
    }
    const move = await odd.move(tree);
    await move.whole();
    expect(await arrived("/srv/oddly/.")).toEqual([]);
    await move.unswap();
    await move.discard();
    expect(await odd.beta.must(`cd ${quoted}; cat f; ls -A . ..`)).toBe("beta\n.:\nf\n\n..:\n-rf\n\ttree \n");
  });
});
