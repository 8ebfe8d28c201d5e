import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTransport } from "../../../providers/transport/open";
import { leaveOnlyBusybox } from "../data/odd/busybox";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { PulumiProject } from "./pulumi";

let lab: Lab;
let pulumi: PulumiProject;
let [alpha, beta] = [] as unknown as [LabHost, LabHost];

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta"], nginx: [] });
  [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await leaveOnlyBusybox(beta);
  pulumi = await PulumiProject.make(lab.env);
}, 900_000);
afterAll(async () => {
  await pulumi?.remove();
  await lab?.down();
}, 60_000);

/** A web server and its notes, in a directory; started and stopped by a script that both hosts can run. */
const SERVICE = `#!/bin/sh
cd /srv/site || exit 1
pid=/run/site.pid
running() { [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2> /dev/null; }
case $1 in
  start) running || { busybox httpd -f -p 8088 -h /srv/site/www > /dev/null 2>&1 & echo "$!" > "$pid"; };;
  stop) if running; then kill "$(cat "$pid")"; fi; rm -f "$pid";;
  status) running || exit 3;;
esac
`;

const TREE = `mkdir -p /srv/site/www/deep/er /srv/site/empty && cd /srv/site && echo hello > www/index.html
i=0; while [ "$i" -lt 300 ]; do echo "$i" > "www/deep/$i"; i=$((i + 1)); done
ln -s ../index.html www/deep/link; ln www/index.html www/deep/er/hard; echo x > "$(printf 'www/new\nline')"; chown -R 1234:1235 www/deep
head -c 3000000 /dev/urandom > www/blob; touch -d '1960-02-03 04:05:06' www/deep/7; chmod 4750 www/deep/8; touch -d '2001-02-03' www/deep/er www/blob`;

// All that travels, told by Debian's own tools on either host: names, types, modes, owners, seconds, links, contents.
const TOLD = `export LC_ALL=C; cd /srv/site && find . -printf '%p %y %m %U %G %l\\n' | sort
find . -exec stat -c '%n %Y %h' {} + | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum`;

const stackOn = (host: string): unknown => ({
  hosts: { alpha: { ssh: "root@alpha" }, beta: { ssh: "root@beta" } },
  services: {
    site: {
      kind: "process",
      host,
      directory: "/srv/site",
      start: ["./service", "start"],
      stop: ["./service", "stop"],
      status: ["./service", "status"],
      health: { http: "/index.html", port: 8088, within: "30s" },
    },
  },
});

describe("a host that has only busybox", () => {
  it("has no GNU tool for whoever comes in by ssh", async () => {
    process.env.FERRY_SSH_CONFIG = lab.sshConfig;
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
    await alpha.must(TREE);
    await alpha.write("/srv/site/service", SERVICE, 0o755);
    await alpha.must("/srv/site/service start");
    await pulumi.declare(stackOn("alpha"));
    await pulumi.must("up", "--yes");
    const before = await alpha.must(TOLD);

    await pulumi.declare(stackOn("beta"));
    const preview = await pulumi.preview();
    expect(preview.text).toContain("archive");
    expect(preview.text).toMatch(/times arrive in whole\s+seconds/);
    expect(preview.text).toMatch(/extended\s+attributes/);
    const there = await pulumi.up();
    expect(there.code, there.text).toBe(0);
    expect(there.text).toContain("alpha reaches beta");
    expect(await beta.must("curl -sf http://127.0.0.1:8088/index.html")).toBe("hello\n");
    expect(await alpha.exec("/srv/site/service status")).toMatchObject({ code: 3 });
    expect(await beta.must(TOLD)).toBe(before);

    await beta.must(
      "echo changed > /srv/site/www/index.html; rm /srv/site/www/deep/9; mkdir /srv/site/www/later",
    );
    await pulumi.declare(stackOn("alpha"));
    const back = await pulumi.up();
    expect(back.code, back.text).toBe(0);
    expect(back.text).toContain("beta reaches alpha");
    expect(await alpha.must("curl -sf http://127.0.0.1:8088/index.html")).toBe("changed\n");
    expect(await alpha.must(TOLD)).toBe(await beta.must(TOLD));
  }, 300_000);
});
