import type { Host } from "./host";

/** A tree of files that belongs to a service and has to travel with it. */
export interface Dataset {
  /** The same on every host: "directory", "volume:shop_db", "bind:/srv/media". */
  readonly id: string;
  readonly type: "directory" | "volume" | "bind";
  /** Where its root really lies on this host (absolute, without a trailing slash). */
  readonly path: string;
  /** True where the path is one file, not a tree (a bind of a single file). */
  readonly file?: boolean;
  /** Relative paths in it that do not travel (they are named in `left`). */
  readonly exclude?: readonly string[];
  /** Where users of the host itself own it, who have other numbers elsewhere; absent where numbers count. */
  readonly owners?: "by-name";
}

/** Something of the service that stays where it is, and why: nothing is left out silently. */
export interface LeftBehind {
  readonly what: string;
  readonly why: string;
}

export interface Port {
  /** "0.0.0.0" or "::" where the service listens on every address. */
  readonly address: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

export interface ImageRef {
  /** As the service names it: "postgres:15", "shop-web". */
  readonly name: string;
  /** "sha256:…" on the host where it was found; undefined where the host does not have it. */
  readonly id?: string;
  /** "postgres@sha256:…" where a registry has given one. */
  readonly digests: readonly string[];
  readonly bytes: number;
  /** "linux/amd64". */
  readonly platform: string;
  /** sha256 over its layers and settings: the same in every image store, which ids are not. */
  readonly content?: string;
  /** The diff ids of its layers, from the bottom up, where Docker tells. */
  readonly layers?: readonly string[];
}

export type RunState = "running" | "stopped" | "absent";

/** Where a service is, at the cost of a look: enough to choose a source, not enough to plan a move. */
export interface Whereabouts {
  readonly state: RunState;
  /** What was seen, for messages: "2 of 2 containers running". */
  readonly evidence: string;
}

/** Everything a move needs to know of a service on the host where it lives. */
export interface Observed {
  readonly host: Host;
  readonly state: RunState;
  readonly datasets: readonly Dataset[];
  readonly left: readonly LeftBehind[];
  readonly ports: readonly Port[];
  readonly images: readonly ImageRef[];
  /** Networks that must exist on the target already. */
  readonly externalNetworks: readonly string[];
  /** Bytes of memory in use now; undefined where the kind cannot tell. */
  readonly memory?: number;
  /** Text files in which addresses of the source would break the service (env and compose files). */
  readonly texts: readonly string[];
  /** What the kind needs to recreate and fence it. It may hold secrets: it stays in memory. */
  readonly definition: unknown;
  /** What a user must mend before this service can move at all (a build without its image…). */
  readonly troubles: readonly Check[];
}

/** One line of the preflight report. */
export interface Check {
  readonly name: string;
  readonly outcome: "pass" | "warn" | "fail";
  readonly text: string;
  /** What to do; given whenever the outcome is not "pass". */
  readonly remedy?: string;
}
