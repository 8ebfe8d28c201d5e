import type { Assessment } from "../../../../providers/model/plan";
import { counts, dataset, NOON, plan } from "./parts";

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

/** A move whose every text tries to look like something else. */
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
