import type { Block } from "../model/plan";
import type { Whereabouts } from "../model/service";

/** What one host said when asked whether a service is there. */
export interface Sighting {
  readonly host: string;
  /** Undefined where the host could not be asked; `trouble` says why. */
  readonly whereabouts?: Whereabouts;
  readonly trouble?: { readonly text: string; readonly remedy: string };
}

export type Verdict =
  | { readonly kind: "here"; readonly evidence: string; readonly running: boolean }
  | { readonly kind: "elsewhere"; readonly host: string; readonly evidence: string }
  | { readonly kind: "blocked"; readonly blocks: readonly Block[] };

/**
 * Says where a service is from what every declared host answered: on the declared host, on another one (a
 * move), or nowhere, in two places, or out of sight, which a person has to settle.
 */
export function verdict(service: string, declared: string, sightings: readonly Sighting[]): Verdict {
  const blind = sightings.filter((seen) => seen.trouble);
  const running = sightings.filter((seen) => seen.whereabouts?.state === "running");
  const [only, other] = running;
  if (only && other) return { kind: "blocked", blocks: [runsTwice(service, declared, running)] };
  if (only) {
    const evidence = only.whereabouts?.evidence ?? "running";
    if (only.host === declared) return { kind: "here", evidence, running: true };
    const target = blind.find((seen) => seen.host === declared);
    if (target) return { kind: "blocked", blocks: [unreachable(target)] };
    return { kind: "elsewhere", host: only.host, evidence };
  }
  // A service that runs where it was found is not touched for a host that cannot be asked; one that was found
  // nowhere may well run there.
  if (blind.length > 0) return { kind: "blocked", blocks: blind.map(unreachable) };
  return notRunning(service, declared, sightings);
}

function notRunning(service: string, declared: string, sightings: readonly Sighting[]): Verdict {
  const stopped = sightings.filter((seen) => seen.whereabouts?.state === "stopped");
  const here = stopped.find((seen) => seen.host === declared);
  if (here) return { kind: "here", evidence: here.whereabouts?.evidence ?? "stopped", running: false };
  const names = stopped.map((seen) => seen.host);
  if (names.length > 0) {
    return {
      kind: "blocked",
      blocks: [
        {
          reason: `${service} runs nowhere; its files are on ${names.join(" and ")}, not on ${declared}.`,
          remedy: `Start it on the host whose copy counts (${names.join(" or ")}), then run this again: Ferry moves what runs.`,
        },
      ],
    };
  }
  const asked = sightings.map((seen) => seen.host).join(", ");
  return {
    kind: "blocked",
    blocks: [
      {
        reason: `${service} runs nowhere and its files are nowhere (asked: ${asked}).`,
        remedy: `Deploy it once on ${declared}, or correct its directory or name in the stack file.`,
      },
    ],
  };
}

function unreachable(seen: Sighting): Block {
  return {
    reason: seen.trouble?.text ?? `${seen.host} could not be asked.`,
    remedy: seen.trouble?.remedy ?? "Make the host reachable and try again.",
  };
}

function runsTwice(service: string, declared: string, running: readonly Sighting[]): Block {
  const places = running.map((seen) => `${seen.host} (${seen.whereabouts?.evidence})`).join(" and ");
  const spare = running.find((seen) => seen.host !== declared)?.host ?? declared;
  return {
    reason: `${service} runs on ${running.length} hosts: ${places}. Two writers would diverge, so Ferry touches neither.`,
    remedy: `Stop the copy that does not count (if that is ${spare}: stop it there), then run this again.`,
  };
}

/** Where a service is, in two words, for the state that a refresh keeps. */
export function whereFound(
  declared: string,
  sightings: readonly Sighting[],
): { readonly host: string; readonly state: "running" | "stopped" | "missing" | "unknown" } {
  const order = (seen: Sighting): number => (seen.host === declared ? 0 : 1);
  const sorted = [...sightings].sort((a, b) => order(a) - order(b));
  const running = sorted.find((seen) => seen.whereabouts?.state === "running");
  if (running) return { host: running.host, state: "running" };
  if (sorted.some((seen) => seen.trouble)) return { host: declared, state: "unknown" };
  const stopped = sorted.find((seen) => seen.whereabouts?.state === "stopped");
  return stopped ? { host: stopped.host, state: "stopped" } : { host: declared, state: "missing" };
}
