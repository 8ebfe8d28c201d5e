import type { Assessment } from "../../../../providers/model/plan";

/** Services that no move is planned for. */

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
