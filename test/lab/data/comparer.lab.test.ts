import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { differences } from "./odd/differences";
import { changeTree, entriesOf, furnish, makeOddTree } from "./odd/on-host";

let lab: Lab;
let alpha: LabHost;
beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha"], nginx: [] });
  alpha = lab.host("alpha");
  await furnish(alpha);
});
afterAll(() => lab?.down());

/** A small tree, and a copy of it that `spoil` (a shell script in the copy) makes different. */
async function spoilt(spoil: string): Promise<string[]> {
  await alpha.must(`rm -rf /srv/judge; mkdir -p /srv/judge/tree/d; cd /srv/judge/tree
    echo aaaa > f; ln f d/g; ln -s f l; truncate -s 10M hole; mkfifo p; mknod dev c 1 3; echo n > "$(printf 'n\\377\\n')"; cp /bin/true cap
    setfattr -n user.a -v 1 f; setfacl -m u:5:r d; setcap cap_chown+ep cap; touch -h -d 2001-01-01 f l hole p dev n* cap d .
    cp -a . ../copy; cd ../copy; ${spoil}`);
  return differences(await entriesOf(alpha, "/srv/judge/tree"), await entriesOf(alpha, "/srv/judge/copy"));
}

const BACK = "touch -d 2001-01-01";

describe("the comparer that judges copies", () => {
  it("finds nothing where nothing is different", async () => {
    expect(await spoilt(":")).toEqual([]);
  });

  it.each([
    ["content", `printf bbbb > f; printf '\\n' >> f; ${BACK} f`, ["./d/g: content", "./f: content"]],
    ["size", `echo aaaaa > f; ${BACK} f`, ["./d/g: size", "./d/g: content", "./f: size", "./f: content"]],
    ["a missing entry", `rm cap; ${BACK} .`, ["./cap: missing (file)"]],
    ["an extra entry", `: > x; ${BACK} .`, ["./x: extra (file)"]],
    [
      "type",
      `rm l; cp -a f l; ${BACK} l .`,
      ["./l: type symlink -> file", "./l: mode", "./l: target f -> none"],
    ],
    ["mode", "chmod 600 f", ["./d/g: mode 0644 -> 0600", "./f: mode 0644 -> 0600"]],
    ["owner", "chown -h 5:6 l", ["./l: owner 0:0 -> 5:6"]],
    ["a nanosecond", "touch -d '2001-01-01 00:00:00.000000001' d", ["./d: mtime"]],
    ["a link's target", `ln -sfn g l; touch -h -d 2001-01-01 l .`, ["./l: target f -> g"]],
    ["an attribute's value", "setfattr -n user.a -v 2 f", ['attribute user.a "31" -> "32"']],
    ["an attribute that is gone", "setfattr -x user.a f", ['attribute user.a "31" -> none']],
    ["an access list", "setfacl -m u:5:rw d", ["attribute system.posix_acl_access"]],
    ["a default access list", "setfacl -d -m u:5:rw d", ["attribute system.posix_acl_default none -> "]],
    ["a capability", "setcap cap_kill+ep cap", ["./cap: attribute security.capability"]],
    ["an attribute of a link", "setfattr -h -n trusted.x -v 1 l", ["./l: attribute trusted.x none -> "]],
    ["a hard link that became a copy", `rm f; cp -a d/g f; ${BACK} .`, ["./d/g: linked with ./d/g -> none"]],
    [
      "a hole that is filled",
      `cp --sparse=never -p hole h; mv h hole; ${BACK} .`,
      ["./hole: allocated 0 -> 10485760"],
    ],
    ["a device's number", `rm dev; mknod dev c 1 5; ${BACK} dev .`, ["./dev: device 1:3 -> 1:5"]],
    [
      "a flag",
      "rm hole; : > hole; truncate -s 10M hole; touch -d 2001-01-01 hole .; chattr +a hole",
      ["./hole: flags  -> a"],
    ],
    [
      "a name of odd bytes",
      `mv n* "$(printf 'n\\376\\n')"; ${BACK} .`,
      ["./n\\xff: missing", "./n\\xfe: extra"],
    ],
    ["an empty directory", `mkdir -m 700 e; ${BACK} .`, ["./e: extra (directory)"]],
    ["the root itself", "chmod 700 .", ["./: mode".replace("./", ".")]],
  ])("notices %s", async (_, spoil, expected) => {
    const found = await spoilt(spoil).finally(() =>
      alpha.must("chattr -R -a /srv/judge/copy 2> /dev/null || :"),
    );
    for (const each of expected) expect(found.join("\n")).toContain(each);
  });

  it("judges a tree that a seed makes, twice the same, and after any changes another", async () => {
    await makeOddTree(alpha, "/srv/one", 7);
    await makeOddTree(alpha, "/srv/two", 7);
    const [one, two] = [await entriesOf(alpha, "/srv/one"), await entriesOf(alpha, "/srv/two")];
    expect(one.length).toBeGreaterThan(500);
    expect(differences(one, two)).toEqual([]);
    for (let seed = 0; seed < 20; seed++) {
      const before = await entriesOf(alpha, "/srv/one");
      await changeTree(alpha, "/srv/one", seed, 5);
      expect(differences(before, await entriesOf(alpha, "/srv/one")), `change ${seed}`).not.toEqual([]);
    }
  });
});
