import { must } from "../../../program/setup/spawn";
import type { LabHost } from "../../lab/host";
import { loadImage } from "../../lab/images";
import { Lab } from "../../lab/lab";
import type { PulumiProject } from "../../lab/moves/pulumi";
import { alternate, seconds } from "../alternate";
import type { Bench } from "../bench";
import type { Figure } from "../figure";
import { pluginMemory } from "../process-tree";
import { ferryProject, previewOf, trivialProject } from "../projects";

const FILES = 100_000;
const LIMIT_MB = 250;

const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    command: [/bin/busybox, sleep, infinity]
    network_mode: none
    volumes: ["./data:/data"]
`;

/** The same files with the same times on whichever host runs it: 100 to 899 bytes, 1000 to a directory. */
const SEED = `
import os
root = "/srv/files/data"
for n in range(${FILES}):
    folder = "%s/%03d" % (root, n // 1000)
    if n % 1000 == 0: os.makedirs(folder)
    path = "%s/file-%06d.txt" % (folder, n)
    with open(path, "wb") as file: file.write(b"%06d\\n" % n * ((100 + n % 800) // 7))
    os.utime(path, (1767225600 + n, 1767225600 + n))
`;

const PEER = `one find on both hosts over ssh, and a preview of one dynamic resource that does nothing`;

/** A preview of a move that has many files to look at. */
export const manyFiles: Bench = {
  name: "preview-100000-files",
  async measure({ runs, teardown, told }) {
    const lab = await Lab.up({ hosts: ["alpha", "beta"] });
    await teardown.add(() => lab.down());
    const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
    told(`making ${FILES} files on alpha`);
    await Promise.all([seed(alpha), loadImage(alpha, "ferry-lab/web:1")]);
    await alpha.must("cd /srv/files && docker compose up -d 2>&1");
    const trivial = await trivialProject(teardown, 1);
    const ferry = await ferryProject(teardown, lab);
    await ferry.declare(stack(lab, "alpha"));
    await ferry.must("up", "--yes");
    await ferry.declare(stack(lab, "beta"));
    const peer = { theirs: async () => ({ s: await seconds(() => previewAndFind(trivial, lab)) }) };
    const variant = async (name: string, expected: RegExp): Promise<Figure> => {
      const preview = () => previewOf(ferry, expected);
      const { ours, theirs } = await alternate(
        runs,
        { ours: async () => ({ s: await seconds(preview) }), ...peer },
        told,
      );
      memory = Math.max(memory, await pluginMemory(preview));
      return { name, ours: ours.s, peer: PEER, theirs: theirs.s, goal: 1.5 };
    };
    let memory = 0;
    const first = await variant("preview-100000-files (s)", /100,001 files/);
    told("making the same files on beta");
    await seed(beta);
    const second = await variant("preview-100000-files-on-both (s)", /100,001 files the same/);
    return [first, second, memoryFigure(memory)];
  },
};

async function seed(host: LabHost): Promise<void> {
  await host.write("/srv/files/compose.yaml", COMPOSE);
  await host.must(`touch -d 2026-01-01 /srv/files/compose.yaml; python3 - <<'PY'\n${SEED}\nPY`, {
    within: 180_000,
  });
}

function stack(lab: Lab, host: string): unknown {
  const entries = lab.hosts.map((each) => [each.name, { ssh: `root@${each.address}` }]);
  return {
    hosts: Object.fromEntries(entries),
    services: { files: { kind: "compose", host, directory: "/srv/files" } },
  };
}

/** What anybody pays who looks at these files at all, and who uses Pulumi at all. */
async function previewAndFind(trivial: PulumiProject, lab: Lab): Promise<void> {
  const find = "find /srv/files -printf '%P %y %s %T@ %C@ %i\\n' || true";
  await Promise.all(lab.hosts.map(({ name }) => must(["ssh", "-F", lab.sshConfig, name, find])));
  await previewOf(trivial, /2 unchanged/);
}

function memoryFigure(bytes: number): Figure {
  const peer = `a limit of ${LIMIT_MB} MB`;
  return { name: "preview-100000-files-memory (MB)", ours: bytes / 1e6, peer, theirs: LIMIT_MB, goal: 1 };
}
