import type { DatasetPlan, FileStatus, Plan, Scan } from "../../../../providers/model/plan";

/** What plans are made of, each with what a test does not care about filled in. */

/** The moment at which everything in these plans happens, in seconds. */
export const NOON = Date.UTC(2026, 10, 21, 12, 33, 7) / 1000;

export const STEPS: Plan["steps"] = [
  {
    name: "preflight",
    text: "look again at alpha and beta; stop if anything differs from this plan",
    down: false,
  },
  { name: "lock", text: "take the lock of shop on both hosts", down: false },
  { name: "precopy", text: "copy to beta while the service runs on alpha", down: false },
  { name: "stage", text: "make images, volumes and containers ready on beta, stopped", down: false },
  { name: "quiesce", text: "stop it on alpha; it will not start there by itself", down: true },
  { name: "finalSync", text: "send what changed since", down: true },
  { name: "verify", text: "compare both sides, checksums included", down: true },
  { name: "release", text: "alpha gives it up", down: true },
  { name: "start", text: "swap the data in and start it on beta", down: true },
  { name: "probe", text: "wait until it is healthy", down: true },
  { name: "cutOver", text: "repoint shop.example.org at 10.77.0.12:8080", down: true },
  { name: "confirm", text: "check that the proxy leads there", down: false },
  { name: "commit", text: "record beta as its place", down: false },
  { name: "retain", text: "keep the copy on alpha, stopped", down: false },
];

export function counts(given: Partial<Record<FileStatus, number>> = {}): Record<FileStatus, number> {
  return {
    missing_target: 0,
    newer_source: 0,
    newer_target: 0,
    conflict: 0,
    match: 0,
    extra_target: 0,
    ...given,
  };
}

export function scan(given: Partial<Scan> = {}): Scan {
  return {
    dataset: "directory",
    files: 1204,
    bytes: 18_400_000,
    sendFiles: 1204,
    sendBytes: 18_400_000,
    counts: counts({ missing_target: 1204 }),
    undecided: 0,
    conflicts: [],
    keep: [],
    left: [],
    listSeconds: 0.02,
    ...given,
  };
}

export function dataset(given: Partial<Scan> = {}, path = "/srv/shop", to = path): DatasetPlan {
  const id = given.dataset ?? "directory";
  const type = id.startsWith("volume:") ? "volume" : id.startsWith("bind:") ? "bind" : "directory";
  return {
    source: { id, type, path },
    target: { id, type, path: to },
    scan: scan({ dataset: id, ...given }),
  };
}

export function plan(given: Partial<Plan> = {}): Plan {
  return {
    service: "shop",
    kind: "compose",
    from: "alpha",
    to: "beta",
    strategy: "warm",
    steps: STEPS,
    datasets: [dataset()],
    means: ["one stream, zstd", "of large files only what differs (python3 on both)"],
    images: [],
    left: [],
    checks: [],
    routes: [],
    downtime: {
      seconds: 4.4,
      parts: [
        { name: "stop", seconds: 1 },
        { name: "list", seconds: 0.02 },
        { name: "rest", seconds: 0.1 },
        { name: "start", seconds: 3 },
        { name: "repoint", seconds: 0.3 },
      ],
    },
    blocks: [],
    ...given,
  };
}

export const ROUTE: Plan["routes"] = [
  {
    proxy: "edge",
    domain: "shop.example.org",
    file: "/etc/nginx/conf.d/ferry-shop.conf",
    from: "10.77.0.11:8080",
    to: "10.77.0.12:8080",
  },
];

export const CHECKS: Plan["checks"] = [
  { name: "reachable", outcome: "pass", text: "alpha and beta answer" },
  { name: "compose", outcome: "pass", text: "Docker Compose 2.40.3 on both hosts" },
  {
    name: "clock",
    outcome: "warn",
    text: "beta is 4.2 s ahead of alpha",
    remedy: "Set the clocks by NTP: timedatectl set-ntp true",
  },
  { name: "disk", outcome: "pass", text: "beta has 41 GB free on /srv, 40 MB needed" },
];
