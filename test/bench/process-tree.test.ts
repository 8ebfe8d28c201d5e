import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { descendants, peakMemory } from "./process-tree";

const onLinux = describe.skipIf(process.platform !== "linux");

onLinux("the processes that this one has started", () => {
  it("are found with those that they have started, and without the hosts of a lab", async () => {
    const start = (argv0: string) =>
      spawn("sh", ["-c", "sleep 60 & echo ready; wait"], {
        argv0,
        detached: true,
        stdio: ["ignore", "pipe", "ignore"],
      });
    const [child, host] = [start("sh"), start("systemd-nspawn")];
    try {
      await Promise.all([once(child.stdout, "data"), once(host.stdout, "data")]);
      const found = descendants();
      expect(found.map(({ pid }) => pid)).toContain(child.pid);
      expect(found.find(({ parent }) => parent === child.pid)?.words).toMatch(/^sleep 60/);
      expect(found.filter(({ pid, parent }) => pid === host.pid || parent === host.pid)).toEqual([]);
    } finally {
      for (const { pid } of [child, host]) if (pid) process.kill(-pid);
    }
  });
});

onLinux("the memory that a process has held", () => {
  it("is its peak in bytes, and unknown for one that is gone", () => {
    const held = Buffer.alloc(60 << 20, 1);
    expect(peakMemory(process.pid)).toBeGreaterThan(held.length);
    expect(peakMemory(2 ** 30)).toBeUndefined();
  });
});
