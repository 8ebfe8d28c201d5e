import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../../../program/setup/repository";
import type { Lab } from "../../lab/lab";
import { DOMAIN } from "../../lab/moves/shop";
import { programText, smallFiles } from "./corpora";
import { FIELD, type Grounds, warm } from "./grounds";

/** A service of the kind `process`: a web server that keeps what it is sent, and a writer, with very many files. */
export const SITE = `${FIELD}/site`;
const FILES = smallFiles("site", 1_000_000);

const START = `exec systemd-run --quiet --collect --unit=site --working-directory=${SITE} --setenv=DATA=${SITE}/lines \\
  sh -c 'python3 -B writer.py ${SITE}/files & exec python3 -B web.py'
`;

/** Makes its files on alpha, once; it runs from `openSite` on. */
export async function furnishSite({ alpha }: Grounds, scale: number): Promise<void> {
  await alpha.must(`mkdir -p ${SITE}`);
  await FILES.make(alpha, `${SITE}/files`, scale);
  const web = await readFile(join(repository(), "test/lab/images/web.py"), "utf8");
  const files = { "web.py": web, "writer.py": await programText("writer.py"), "start.sh": START };
  for (const [name, stdin] of Object.entries(files)) await alpha.must(`cat > ${SITE}/${name}`, { stdin });
}

/** The site on alpha with nothing written yet, nothing of it on beta, and no trace of an earlier move. */
export async function openSite(grounds: Grounds): Promise<void> {
  const { lab, alpha, beta } = grounds;
  for (const host of [alpha, beta])
    await host.must("systemctl stop site 2> /dev/null; rm -rf /var/lib/ferry");
  await beta.must(`rm -rf ${SITE} ${FIELD}/.site*`);
  await alpha.must(`rm -rf ${SITE}/lines ${FIELD}/.site*`);
  await lab.host("gate").must("rm -f /etc/nginx/conf.d/shop.conf /etc/nginx/conf.d/ferry-*");
  await warm(grounds, SITE);
  await alpha.must(
    `cd ${SITE} && sh start.sh; until curl -fsS -o /dev/null http://127.0.0.1:8080/healthz; do sleep 0.1; done`,
    { within: 60_000 },
  );
}

/** More than the ten seconds where nothing is said: the runbook does not ask how long it may take either. */
const MOVE = { maxDowntime: "60s" };

/** The stack file with the site on one of the hosts. */
export function siteOn(lab: Lab, host: "alpha" | "beta"): unknown {
  const entries = lab.hosts.map(({ name, address }) => [name, { ssh: `root@${address}` }]);
  const commands = {
    start: ["sh", "start.sh"],
    stop: ["systemctl", "stop", "site"],
    status: ["systemctl", "is-active", "--quiet", "site"],
  };
  const route = { proxy: "edge", domain: DOMAIN, port: 8080 };
  const health = { http: "/healthz", within: "30s" };
  return {
    hosts: Object.fromEntries(entries),
    proxies: { edge: { kind: "nginx", host: "gate" } },
    services: { site: { kind: "process", host, directory: SITE, ...commands, route, health, move: MOVE } },
  };
}
