import type { Assessment, Conflict } from "../../../../providers/model/plan";
import { CHECKS, counts, dataset, NOON, plan, ROUTE, STEPS } from "./parts";

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

/** A move of files that differ, all of them decided. */
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

/** A move that waits for decisions, and for a port. */
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
