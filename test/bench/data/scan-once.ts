import { decider } from "../../../providers/engine/decide";
import { scanDataset } from "../../../providers/engine/scan";
import { openTransport } from "../../../providers/transport/open";
import { seconds } from "../alternate";
import { peakMemory } from "../process-tree";

/**
 * The engine's look at one tree on two hosts, in a process of its own so that its memory is the scan's:
 * scan-once.js SOURCE TARGET TREE, the hosts as user@address. Prints the seconds, the peak of memory in bytes and
 * how many files were the same.
 */
async function main([from = "", to = "", path = ""]: readonly string[]): Promise<void> {
  const hosts = await Promise.all([
    openTransport("alpha", { ssh: from }),
    openTransport("beta", { ssh: to }),
  ]);
  const [source, target] = hosts;
  try {
    await Promise.all(hosts.map((host) => host.run({ argv: ["true"] })));
    const tree = { id: "directory", type: "directory", path } as const;
    const options = { exclude: [], decide: decider({ default: "stop", overwrite: [], skip: [] }) };
    let same = 0;
    const took = await seconds(async () => {
      const { counts, files } = await scanDataset(source, target, tree, tree, options);
      if (counts.match !== files) throw new Error(`of ${files} files only ${counts.match} are the same`);
      same = files;
    });
    process.stdout.write(JSON.stringify({ seconds: took, bytes: peakMemory(process.pid), files: same }));
  } finally {
    await Promise.all(hosts.map((host) => host.close()));
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
