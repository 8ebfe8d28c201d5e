import { tailLog } from "../commands/docker";
import type { SeenContainer } from "../facts/docker";
import type { Readiness } from "../model/kind";
import { ask, type Fact, type Procedure } from "../model/procedure";

/** One container as far as being ready goes. */
export type Standing = Pick<SeenContainer, "name" | "state" | "health" | "exitCode">;

const GOOD: Readiness = { state: "ready", reason: "" };

/** Is this container up by its own word? One that has done its work and left with 0 is fine. */
export function standing(container: Standing): Readiness {
  const { name, state, health, exitCode } = container;
  if (state === "running") {
    if (health === "unhealthy") return { state: "failed", reason: `${name}: unhealthy` };
    return health === "starting"
      ? { state: "starting", reason: `${name}: health check not passed yet` }
      : GOOD;
  }
  if (state === "exited" && exitCode === 0) return GOOD;
  if (state === "exited" || state === "dead") {
    return { state: "failed", reason: `${name} exited with ${exitCode}` };
  }
  // Docker starts it again by its policy; it may be waiting for another that comes up more slowly.
  if (state === "restarting")
    return { state: "starting", reason: `${name} restarts (exited with ${exitCode})` };
  return { state: "starting", reason: `${name}: ${state}` };
}

/** The worst of them decides; what failed is said with the end of its log. */
export function* overall(containers: readonly Standing[]): Procedure<Readiness> {
  if (containers.length === 0) return { state: "failed", reason: "there is no container" };
  const all = containers.map((container) => ({ container, ...standing(container) }));
  const worst = all.find(({ state }) => state === "failed") ?? all.find(({ state }) => state === "starting");
  if (!worst) return GOOD;
  if (worst.state !== "failed") return { state: worst.state, reason: worst.reason };
  const said = yield* ask(lastWords(worst.container.name));
  return { state: "failed", reason: said === "" ? worst.reason : `${worst.reason}; its log ends: ${said}` };
}

const LINES = 5;
const CHARACTERS = 400;

/** The end of a log, short enough for a message. */
function lastWords(container: string): Fact<string> {
  return {
    ask: tailLog(container, LINES),
    parse: ({ stdout, stderr }) => {
      const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
      return lines
        .filter((line) => line !== "")
        .slice(-LINES)
        .join(" | ")
        .slice(-CHARACTERS);
    },
  };
}
