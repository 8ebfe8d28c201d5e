import { beforeAll, describe, expect, it } from "vitest";
import { openTransport } from "../../../providers/transport/open";
import { leaveOnlyBusybox } from "../data/odd/busybox";
import { MovesLab } from "./moves-lab";
import { WebProcess } from "./web-process";

const moves = MovesLab.forThisFile();
beforeAll(() => leaveOnlyBusybox(moves.beta));
const site = new WebProcess({ name: "site", port: 8088, page: "/index.html" });

const TREE = `mkdir -p /srv/site/www/deep/er /srv/site/empty && cd /srv/site && echo hello > www/index.html
i=0; while [ "$i" -lt 300 ]; do echo "$i" > "www/deep/$i"; i=$((i + 1)); done
ln -s ../index.html www/deep/link; ln www/index.html www/deep/er/hard; echo x > "$(printf 'www/new\nline')"; chown -R 1234:1235 www/deep
head -c 3000000 /dev/urandom > www/blob; touch -d '1960-02-03 04:05:06' www/deep/7; chmod 4750 www/deep/8; touch -d '2001-02-03' www/deep/er www/blob`;

// All that travels, told by Debian's own tools on either host: names, types, modes, owners, seconds, links, contents.
const TOLD = `export LC_ALL=C; cd /srv/site && find . -printf '%p %y %m %U %G %l\\n' | sort
find . -exec stat -c '%n %Y %h' {} + | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum`;

describe("a host that has only busybox", () => {
  it("has no GNU tool for whoever comes in by ssh", async () => {
    process.env.FERRY_SSH_CONFIG = moves.lab.sshConfig;
    const transport = await openTransport("beta", { ssh: "root@beta" });
    const { stdout } = await transport.run({
      argv: [
        "sh",
        "-c",
        "echo $PATH; find --version 2>&1 | head -n 1; command -v python3 comm zstd findmnt; :",
      ],
    });
    await transport.close();
    expect(stdout).toMatch(/^\/opt\/busybox\nfind: unrecognized.*\n$/);
  });

  it("is given a service, and gives it back, by the real pulumi", async () => {
    const { alpha, beta, pulumi } = moves;
    await alpha.must(TREE);
    await site.start(alpha);
    await pulumi.apply(site.on("alpha"));
    const before = await alpha.must(TOLD);

    await pulumi.declare(site.on("beta"));
    const preview = await pulumi.preview();
    expect(preview.text).toContain("archive");
    expect(preview.text).toMatch(/times arrive in whole\s+seconds/);
    expect(preview.text).toMatch(/extended\s+attributes/);
    const there = await pulumi.apply(site.on("beta"));
    expect(there.text).toContain("alpha reaches beta");
    expect(await site.answer(beta)).toBe("hello\n");
    expect(await alpha.exec("/srv/site/service status")).toMatchObject({ code: 3 });
    expect(await beta.must(TOLD)).toBe(before);

    await beta.must(
      "echo changed > /srv/site/www/index.html; rm /srv/site/www/deep/9; mkdir /srv/site/www/later",
    );
    const back = await pulumi.apply(site.on("alpha"));
    expect(back.text).toContain("beta reaches alpha");
    expect(await site.answer(alpha)).toBe("changed\n");
    expect(await alpha.must(TOLD)).toBe(await beta.must(TOLD));
  }, 300_000);
});
