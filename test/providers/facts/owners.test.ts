import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perform } from "../../../providers/engine/perform";
import { accounts, ownersIn, parseAccounts, parseOwners } from "../../../providers/facts/owners";
import { ask } from "../../../providers/model/procedure";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";
import { inside } from "../../contract/benches/inside";
import { mayOwn } from "../../contract/benches/two-trees";
import { BUSYBOX, busyboxTools } from "../busybox";

let folder: string;
let here: Transport;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-owners-"));
  here = localTransport({ name: "alpha", address: "127.0.0.1", root: folder });
  const make = `mkdir -p tree/out tree/in; touch tree/in/file tree/out/file tree/other; ln -s file tree/in/link; mkfifo tree/pipe`;
  execFileSync("sh", ["-ec", make], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const look = (exclude = "", on = here) =>
  perform(on, ask(ownersIn({ tree: join(folder, "tree"), start: ".", exclude })));

describe.skipIf(!mayOwn())("who owns a tree", () => {
  beforeAll(() => {
    const give = `chown 4001:4002 tree/in/file; chown -h 4003 tree/in/link; chown 4004 tree/out/file; chown 4005 tree/pipe`;
    execFileSync("sh", ["-ec", give], { cwd: folder });
  });

  it("is each number once, without what does not travel", async () => {
    expect(await look()).toEqual({ users: [0, 4001, 4003, 4004], groups: [0, 4002], lists: false });
    expect((await look("./out")).users).toEqual([0, 4001, 4003]);
  });

  it("is who an access list names too", async () => {
    const entries = "(1,6,-1),(2,4,4021),(4,4,-1),(8,4,4022),(16,4,-1),(32,4,-1)";
    const list = `import os, struct; os.setxattr("tree/other", "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHI", t, r, i % 2**32) for t, r, i in (${entries})))`;
    execFileSync("python3", ["-c", list], { cwd: folder });
    const { users, groups, lists } = await look("./out");
    expect(users).toContain(4021);
    expect(groups).toContain(4022);
    expect(lists).toBe(true);
  });

  it.skipIf(BUSYBOX === undefined)("is told by busybox too", async () => {
    const tools = busyboxTools();
    const { users, groups } = await look("", inside(here, ["env", `PATH=${tools}`]));
    rmSync(tools, { recursive: true });
    expect(users).toEqual(expect.arrayContaining([0, 4001, 4003, 4004]));
    expect(groups).toEqual(expect.arrayContaining([0, 4002]));
  });
});

describe("the accounts of a host", () => {
  it("are those that were asked for by name or number, and those of programs", async () => {
    const { users, groups } = await perform(here, ask(accounts(["nobody", 4711, "not-here"], [0])));
    expect(users.nameOf(65534)).toBe("nobody");
    expect(users.numberOf("root")).toBe(0);
    expect(users.nameOf(4711)).toBeUndefined();
    expect(users.numberOf("not-here")).toBeUndefined();
    expect(groups.nameOf(0)).toBe("root");
  });

  it("may have several names for one number: the first counts", () => {
    const { users } = parseAccounts("user 0 root\nuser 0 toor\nuser 5 DOM\\some one\ngroup 0 wheel\n");
    expect(users.nameOf(0)).toBe("root");
    expect(users.numberOf("toor")).toBe(0);
    expect(users.nameOf(5)).toBe("DOM\\some one");
  });

  it("are no answer where something else was printed", () => {
    expect(() => parseOwners("u0\nfind: oops\n")).toThrow(/is no owner/);
  });
});
