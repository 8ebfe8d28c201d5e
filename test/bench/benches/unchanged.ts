import type { LabHost } from "../../lab/host";
import { loadImage } from "../../lab/images";
import { Lab } from "../../lab/lab";
import type { PulumiProject } from "../../lab/moves/pulumi";
import { alternate, seconds } from "../alternate";
import type { Bench } from "../bench";
import { ferryProject, previewOf, trivialProject } from "../projects";

const HOSTS = ["alpha", "beta"] as const;
const EACH = 25;
const ALL = HOSTS.length * EACH;

/** Without a network of its own a container starts in half the time, and Ferry asks nothing of it here. */
const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    command: [/bin/busybox, sleep, infinity]
    network_mode: none
`;

/** A preview in which nothing changed: what everybody waits for every day. */
export const unchanged: Bench = {
  name: "preview-50-unchanged",
  async measure({ runs, teardown, told }) {
    const lab = await Lab.up({ hosts: HOSTS });
    await teardown.add(() => lab.down());
    told(`starting ${ALL} Compose projects`);
    await Promise.all(HOSTS.map((name) => startProjects(lab.host(name))));
    const ferry = await ferryProject(teardown, lab);
    await ferry.declare(stack(lab));
    const trivial = await trivialProject(teardown, ALL);
    told("adopting them");
    await ferry.must("up", "--yes");
    const expected = new RegExp(`${ALL + 1} unchanged`);
    const preview = (project: PulumiProject) => async () => ({
      s: await seconds(() => previewOf(project, expected)),
    });
    const { ours, theirs } = await alternate(runs, { ours: preview(ferry), theirs: preview(trivial) }, told);
    const peer = `pulumi preview of ${ALL} dynamic resources that do nothing`;
    return [{ name: "preview-50-unchanged (s)", ours: ours.s, peer, theirs: theirs.s, goal: 1.5 }];
  },
};

const names = (host: string): string[] => Array.from({ length: EACH }, (_, at) => `${host}-${at + 1}`);

async function startProjects(host: LabHost): Promise<void> {
  await loadImage(host, "ferry-lab/web:1");
  for (const name of names(host.name)) await host.write(`/srv/${name}/compose.yaml`, COMPOSE);
  await host.must(
    'for each in /srv/*/; do (cd "$each" && docker compose up -d >/dev/null 2>&1) || exit; done',
    {
      within: 180_000,
    },
  );
}

function stack(lab: Lab): unknown {
  const services = HOSTS.flatMap((host) =>
    names(host).map((name) => [name, { kind: "compose", host, directory: `/srv/${name}` }]),
  );
  return {
    hosts: Object.fromEntries(HOSTS.map((name) => [name, { ssh: `root@${lab.host(name).address}` }])),
    services: Object.fromEntries(services),
  };
}
