import type { Findings } from "../../../providers/engine/plan";
import type { Conflict, DatasetPlan, Scan } from "../../../providers/model/plan";

export const conflict = (more: Partial<Conflict> = {}): Conflict => ({
  dataset: "directory",
  path: "uploads/cat.txt",
  status: "newer_target",
  source: { bytes: 4, modified: 1_767_225_600, type: "file" },
  target: { bytes: 5, modified: 1_769_904_000, type: "file" },
  ...more,
});

export const scan = (more: Partial<Scan> = {}): Scan => ({
  dataset: "directory",
  files: 1204,
  bytes: 18_400_000,
  sendFiles: 1204,
  sendBytes: 18_400_000,
  counts: { missing_target: 1204, newer_source: 0, newer_target: 0, conflict: 0, match: 0, extra_target: 0 },
  undecided: 0,
  conflicts: [],
  keep: [],
  left: [],
  listSeconds: 0.2,
  ...more,
});

export const dataset = (more: Partial<Scan> = {}): DatasetPlan => ({
  source: { id: "directory", type: "directory", path: "/srv/shop" },
  target: { id: "directory", type: "directory", path: "/srv/shop" },
  scan: scan(more),
});

/** What a look at both hosts of a small shop finds. */
export const findings = (more: Partial<Findings> = {}): Findings => ({
  service: "shop",
  kind: "compose",
  from: "alpha",
  to: "beta",
  strategy: "warm",
  datasets: [dataset()],
  means: ["one stream, zstd", "of large files only what differs (python3 on both)"],
  images: [{ name: "shop-web", how: "copy", bytes: 52_000_000 }],
  left: [{ what: "/var/run/docker.sock", why: "the Docker socket is beta's own" }],
  checks: [{ name: "clock", outcome: "pass", text: "alpha and beta are less than 1 s apart" }],
  routes: [
    {
      proxy: "edge",
      domain: "shop.example.org",
      file: "/etc/nginx/conf.d/ferry-shop.conf",
      from: "10.77.0.11:8080",
      to: "10.77.0.12:8080",
    },
  ],
  conflictsAt: "services.shop.move.conflicts",
  ...more,
});
