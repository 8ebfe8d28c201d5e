import { describe, expect, it } from "vitest";
import { MovesLab } from "./moves-lab";
import { WebProcess } from "./web-process";

const moves = MovesLab.forThisFile();
/** It runs as a user of its own. */
const ledger = new WebProcess({ name: "ledger", port: 8089, page: "/private", user: "ledger" });

/** Packages make their users in the order in which they were installed: each host has other numbers for them. */
const accounts = (ledger: number, audit: number, clerks: number): string =>
  `groupadd -g ${ledger} ledger; useradd -r -u ${ledger} -g ledger ledger; groupadd -g ${clerks} clerks
   groupadd -g ${audit} audit; useradd -r -u ${audit} -g audit audit`;

const TREE = `mkdir -p /srv/ledger/www /srv/ledger/books/old && cd /srv/ledger && echo hello > www/index.html && echo secret > www/private
i=0; while [ "$i" -lt 200 ]; do echo "$i" > "books/$i"; i=$((i + 1)); done
ln books/1 books/old/one; ln -s one books/old/link; head -c 17000000 /dev/urandom > books/large; cp /bin/true books/tool
chown -R ledger:ledger www books; chown audit:clerks books/2 books/large; chown -h audit books/old/link; chown root:clerks books/3
chmod 600 www/private; chmod 4750 books/4; chmod 2770 books; setcap cap_net_bind_service+ep books/tool
setfacl -m u:audit:r,g:clerks:rw books/5; setfacl -d -m u:audit:rx books/old`;

// By name, as people see it: the same on both hosts.
const TOLD = `export LC_ALL=C; cd /srv/ledger && find . -printf '%p %y %m %u %g %s %T@ %l %n\\n' | sort; getfacl -R . | sort
getcap -r .; find . -type f -print0 | sort -z | xargs -0 sha256sum`;

describe("a service whose users have other numbers on the target", () => {
  it("blocks in the preview while one of them is missing there", async () => {
    const { alpha, beta, pulumi } = moves;
    await alpha.must(accounts(4110, 4113, 4200));
    await alpha.must(TREE);
    await ledger.start(alpha);
    await beta.must("groupadd -g 4110 audit; useradd -r -u 4110 -g audit audit");
    await pulumi.apply(ledger.on("alpha"));
    await pulumi.declare(ledger.on("beta"));
    const refused = await pulumi.preview();
    expect(refused.text).toMatch(/there is no user\s+ledger\s+on\s+beta/);
    expect(refused.text).toMatch(/there is no group\s+clerks\s+on\s+beta/);
    expect(refused.text).toMatch(/useradd --system\s+ledger/);
    await pulumi.declare(ledger.on("beta", { owners: "by-number" }));
    expect((await pulumi.preview()).text).not.toContain("there is no user");
  }, 120_000);

  it("moves, and belongs to them there", async () => {
    const { alpha, beta, pulumi } = moves;
    const before = await alpha.must(TOLD);
    await beta.must("groupadd -g 4113 ledger; useradd -r -u 4113 -g ledger ledger; groupadd -g 4300 clerks");
    await pulumi.declare(ledger.on("beta"));
    const preview = await pulumi.preview();
    expect(preview.text.replace(/\s+/g, " ")).toContain("user ledger is 4110 on alpha and 4113 on beta");
    await pulumi.apply(ledger.on("beta"));
    expect(await beta.must(TOLD)).toBe(before);
    expect(await beta.must("cd /srv/ledger; stat -c '%u %g' books/0 books/large")).toBe(
      "4113 4113\n4110 4300\n",
    );
    expect(await beta.must("getfacl -n /srv/ledger/books/5")).toContain("user:4110:r--");
    expect(await ledger.answer(beta)).toBe("secret\n");
  }, 180_000);

  it("comes back with what was written there, to the numbers that it had", async () => {
    const { alpha, beta, pulumi } = moves;
    await beta.must(
      "setpriv --reuid=ledger --regid=ledger --clear-groups sh -c 'echo later > /srv/ledger/books/later; echo 7 >> /srv/ledger/books/0'",
    );
    await beta.must("printf x | dd of=/srv/ledger/books/large bs=1 seek=9000000 conv=notrunc status=none");
    await beta.must("setfacl -m u:ledger:rw /srv/ledger/books/2");
    const before = await beta.must(TOLD);
    await pulumi.apply(ledger.on("alpha"));
    expect(await alpha.must(TOLD)).toBe(before);
    expect(await alpha.must("cd /srv/ledger; stat -c '%u %g' books/0 books/later books/large")).toBe(
      "4110 4110\n4110 4110\n4113 4200\n",
    );
    expect(await ledger.answer(alpha)).toBe("secret\n");
  }, 180_000);
});
