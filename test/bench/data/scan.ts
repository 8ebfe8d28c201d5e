import { join } from "node:path";
import { repository } from "../../../program/setup/repository";
import { must } from "../../../program/setup/spawn";
import { script } from "../../../providers/model/command";
import type { Transport } from "../../../providers/model/transport";
import { alternate, seconds } from "../alternate";
import type { Bench } from "../bench";
import type { Figure } from "../figure";
import { smallFiles } from "./corpora";
import { FIELD, type Grounds, layOut } from "./grounds";
import { extrapolated, type Point } from "./line";
import { named } from "./named";

const CORPUS = smallFiles("scan-1m", 1_000_000, true);
const TREE = `${FIELD}/scan`;
/** A quarter of the files, half of them, all of them. */
const SIZES = [`${TREE}/first/first`, `${TREE}/first`, TREE];
const MANY = 10_000_000;
const LIMIT_MB = 250;
const PEER = "find -printf of the same tree over ssh, both hosts side by side";

/** What was measured of one size. */
interface Looked {
  readonly files: number;
  readonly ours: { readonly s: number; readonly MB: number };
  readonly theirs: { readonly s: number };
}

/** The preview's look at a million files that are on both hosts, and what ten million would take. */
export const scan: Bench = {
  name: CORPUS.name,
  scalable: true,
  async measure({ runs, scale, teardown, told }) {
    const grounds = await layOut(teardown);
    told("making the same files on both hosts");
    await Promise.all([grounds.alpha, grounds.beta].map((host) => CORPUS.make(host, TREE, scale)));
    const sizes: Looked[] = [];
    for (const tree of SIZES) sizes.push(await look(grounds, tree, runs, told));
    return figures(sizes, scale);
  },
};

async function look(
  grounds: Grounds,
  tree: string,
  runs: number,
  told: (line: string) => void,
): Promise<Looked> {
  let files = 0;
  const byFerry = async () => {
    const seen = await scanOnce(grounds, tree);
    files = seen.files;
    return { s: seen.seconds, MB: seen.bytes / 1e6 };
  };
  const byFind = async () => ({ s: await seconds(() => findOnBoth(grounds, tree)), MB: 0 });
  await findOnBoth(grounds, tree); // Both find the directories in memory.
  const { ours, theirs } = await alternate(runs, { ours: byFerry, theirs: byFind }, told);
  told(`${files} files: ${ours.s.toFixed(2)} s, ${ours.MB.toFixed(0)} MB, find ${theirs.s.toFixed(2)} s`);
  return { files, ours, theirs };
}

interface Seen {
  readonly seconds: number;
  readonly bytes: number;
  readonly files: number;
}

async function scanOnce({ lab, alpha, beta }: Grounds, tree: string): Promise<Seen> {
  const program = join(repository(), "dist/test/bench/data/scan-once.js");
  const words = [`root@${alpha.address}`, `root@${beta.address}`, tree];
  return JSON.parse(await must([process.execPath, program, ...words], { env: lab.env })) as Seen;
}

/** What anybody pays who looks at these files at all, over connections that stand. */
async function findOnBoth({ source, target }: Grounds, tree: string): Promise<void> {
  const find = script(`exec find "$1" -printf '%P %y %s %T@ %C@ %i\\n'`, tree);
  const on = async (host: Transport) => {
    const { code } = await host.stream({ ...find, within: 600_000 }, () => undefined);
    if (code !== 0) throw new Error(`find on ${host.host.name} exited with ${code}`);
  };
  await Promise.all([on(source), on(target)]);
}

function figures(sizes: readonly Looked[], scale: number): Figure[] {
  const line = (of: (looked: Looked) => number): number => {
    const points = sizes.map((looked): Point => ({ size: looked.files, value: of(looked) }));
    return extrapolated(points, MANY * scale);
  };
  const last = sizes.at(-1);
  if (!last) throw new Error("nothing was looked at");
  const limit = `a limit of ${LIMIT_MB} MB`;
  const time = (what: string, ours: number, theirs: number): Figure => {
    return { name: named(what, "s", scale), ours, peer: PEER, theirs, goal: 1.3 };
  };
  const memory = (what: string, ours: number): Figure => {
    return { name: named(what, "MB", scale), ours, peer: limit, theirs: LIMIT_MB, goal: 1 };
  };
  return [
    time("scan-1m", last.ours.s, last.theirs.s),
    memory("scan-1m-memory", last.ours.MB),
    time(
      "scan-10m-extrapolated",
      line(({ ours }) => ours.s),
      line(({ theirs }) => theirs.s),
    ),
    memory(
      "scan-10m-memory-extrapolated",
      line(({ ours }) => ours.MB),
    ),
  ];
}
