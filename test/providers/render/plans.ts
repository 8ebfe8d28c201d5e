import type {
  Assessment,
  Conflict,
  DatasetPlan,
  FileStatus,
  Plan,
  Scan,
} from "../../../providers/model/plan";

/** Plans as the planner makes them, for golden files and for the command line's tests. */

const NOON = Date.UTC(2026, 10, 21, 12, 33, 7) / 1000;

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

const ROUTE: Plan["routes"] = [
  {
    proxy: "edge",
    domain: "shop.example.org",
    file: "/etc/nginx/conf.d/ferry-shop.conf",
    from: "10.77.0.11:8080",
    to: "10.77.0.12:8080",
  },
];

const CHECKS: Plan["checks"] = [
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

const DECIDED: Conflict[] = [
  {
    dataset: "directory",
    path: "local.env",
    status: "newer_target",
    source: { bytes: 120, modified: NOON - 86_400, type: "file" },
    target: { bytes: 133, modified: NOON, type: "file" },
    decision: "skip",
    because: "skip: local.env",
  },
  {
    dataset: "directory",
    path: "uploads/2026/logo.png",
    status: "newer_source",
    source: { bytes: 20_100, modified: NOON, type: "file" },
    target: { bytes: 18_400, modified: NOON - 3600, type: "file" },
    decision: "overwrite",
    because: "overwrite: uploads/**",
  },
];

export const clean: Assessment = {
  action: "move",
  service: "shop",
  plan: plan({
    rate: 12_500_000,
    datasets: [
      dataset(),
      dataset(
        {
          dataset: "volume:shop_db",
          files: 988,
          bytes: 62_000_000,
          sendFiles: 988,
          sendBytes: 62_000_000,
          counts: counts({ missing_target: 988 }),
        },
        "/var/lib/docker/volumes/shop_db/_data",
      ),
    ],
    images: [
      { name: "postgres:15", how: "pull", bytes: 379_000_000 },
      { name: "shop-web", how: "copy", bytes: 94_200_000 },
      { name: "redis:7", how: "present", bytes: 41_000_000 },
    ],
    left: [
      { what: "/srv/shop/run/web.sock", why: "a socket: the service makes it anew" },
      { what: "volume shop_media", why: "lies on an NFS server: attached on beta, not copied" },
    ],
    checks: CHECKS,
    routes: ROUTE,
  }),
};

export const decided: Assessment = {
  action: "move",
  service: "shop",
  plan: plan({
    datasets: [
      dataset({
        sendFiles: 12,
        sendBytes: 41_000,
        counts: counts({ missing_target: 11, newer_source: 1, newer_target: 1, match: 1191 }),
        conflicts: DECIDED,
        keep: ["local.env"],
      }),
    ],
    checks: CHECKS,
    routes: ROUTE,
  }),
};

const UNDECIDED: Conflict[] = [
  {
    dataset: "directory",
    path: "config/app.yaml",
    status: "conflict",
    source: { bytes: 2048, modified: NOON, type: "file", sha256: "a3".repeat(32) },
    target: { bytes: 2048, modified: NOON + 0.25, type: "file", sha256: "5f".repeat(32) },
  },
  {
    dataset: "directory",
    path: "data/old.db",
    status: "extra_target",
    target: { bytes: 9_000_000_000, modified: NOON - 9e6, type: "file" },
  },
  {
    dataset: "directory",
    path: "logs",
    status: "conflict",
    source: { bytes: 4096, modified: NOON, type: "directory" },
    target: { bytes: 14, modified: NOON, type: "symlink" },
  },
];

export const blocked: Assessment = {
  action: "move",
  service: "shop",
  plan: plan({
    strategy: "cold",
    steps: STEPS.filter((step) => step.name !== "precopy"),
    datasets: [
      dataset({
        counts: counts({
          missing_target: 1200,
          newer_source: 1,
          newer_target: 1,
          conflict: 2,
          extra_target: 1,
        }),
        undecided: 3,
        conflicts: [...UNDECIDED, ...DECIDED],
      }),
    ],
    checks: [
      ...CHECKS,
      {
        name: "port",
        outcome: "fail",
        text: "port 8080 on beta is taken by nginx (process 812)",
        remedy: "Free the port on beta, or change it in the compose file and the route.",
      },
    ],
    routes: ROUTE,
    blocks: [
      {
        reason: "port: port 8080 on beta is taken by nginx (process 812)",
        remedy: "Free the port on beta, or change it in the compose file and the route.",
      },
      {
        reason: "3 files differ on /srv/shop and nothing decides between them.",
        remedy: 'Write under services.shop.move.conflicts:\n  overwrite: ["config/app.yaml"]',
      },
    ],
  }),
};

const HOSTILE = [
  "uploads/\u001b[2J\u001b[31mred.txt",
  "line one\nFAKE: all decided\r.txt",
  "quote\"and'back\\slash`tick|pipe.txt",
  "uploads/\u202egnp.exe",
  "<{%fg 99%}>@octocat #1 <img src=x onerror=alert(1)>.html",
  "写真/夏休みの思い出/とても長いディレクトリ名/もっと長いディレクトリ名/写真🏖️の一覧表の最新版.jpg",
  " -rf *[a-z]{1,2}!(x).log ",
  `deep/${"directory-with-a-long-name/".repeat(8)}file.txt`,
  "```\n</details>",
];

export const hostile: Assessment = {
  action: "move",
  service: "shop",
  plan: plan({
    datasets: [
      dataset(
        {
          counts: counts({ newer_target: HOSTILE.length }),
          undecided: HOSTILE.length,
          conflicts: HOSTILE.map((path) => ({
            dataset: "directory",
            path,
            status: "newer_target" as const,
            source: { bytes: 1, modified: NOON, type: "file" as const },
            target: { bytes: 2, modified: NOON + 60, type: "file" as const },
          })),
          left: HOSTILE.slice(0, 5).map((what) => ({ what, why: "a socket: the service makes it anew" })),
        },
        `/srv/${"very-long-directory/".repeat(6)}shop`,
      ),
    ],
    checks: [
      {
        name: "texts",
        outcome: "warn",
        text: "alpha is named in \u001b]0;owned\u0007.env:3",
        remedy: "Use the name of the proxy.",
      },
    ],
    blocks: [
      {
        reason: "9 files differ on @octocat's /srv/shop <b>and</b> nothing decides.",
        remedy: "Decide them.",
      },
    ],
  }),
};

export const adopted: Assessment = {
  action: "adopt",
  service: "shop",
  host: "alpha",
  evidence: "2 of 2 containers running",
  routes: [
    {
      proxy: "edge",
      domain: "shop.example.org",
      file: "/etc/nginx/conf.d/ferry-shop.conf",
      to: "10.77.0.11:8080",
    },
  ],
  checks: [{ name: "proxy", outcome: "pass", text: "nginx on gate accepts its configuration" }],
  blocks: [],
};

export const unchanged: Assessment = {
  action: "none",
  service: "wiki",
  host: "beta",
  evidence: "1 of 1 containers running",
};

export const nowhere: Assessment = {
  action: "blocked",
  service: "mail",
  blocks: [
    {
      reason: "mail runs on 2 hosts: alpha (2 of 2 containers running) and beta (2 of 2 containers running).",
      remedy: "Stop the copy that does not count, then run this again.",
    },
  ],
};

export const recovering: Assessment = {
  action: "recover",
  service: "shop",
  from: "alpha",
  to: "beta",
  step: "finalSync",
  since: "2026-11-21T12:33:07.120Z",
  how: "unwind",
};

export const ALL = { recovering, clean, decided, blocked, hostile, adopted, unchanged, nowhere } as const;
