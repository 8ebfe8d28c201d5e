import { type Container, nameOf } from "../facts/containers";
import type { Check } from "../model/service";
import { warn } from "./checks";
import { isOneoff, serviceOf } from "./compose-inventory";
import type { ComposeService } from "./compose-project";

const LABEL = "com.docker.compose";

/**
 * Containers that are not what the files say now: on the target Compose makes what the files say. The numbers
 * can only be compared where the same version of Compose made both.
 */
export function driftTroubles(
  containers: readonly Container[],
  hashes: ReadonlyMap<string, string>,
  compose: string | undefined,
): Check[] {
  return containers
    .filter((container) => !isOneoff(container) && isDifferent(container, hashes, compose))
    .map((container) =>
      warn(
        "compose file",
        `${nameOf(container)} runs with other settings than the files have now: on the target it starts with those of the files.`,
        "Run `docker compose up -d` first, to see that the service works with them.",
      ),
    );
}

function isDifferent(
  container: Container,
  hashes: ReadonlyMap<string, string>,
  compose: string | undefined,
): boolean {
  const labels = container.Config.Labels ?? {};
  const [made, version] = [labels[`${LABEL}.config-hash`], labels[`${LABEL}.version`]];
  const now = hashes.get(serviceOf(container));
  return made !== undefined && now !== undefined && version === compose && made !== now;
}

/** Variables that somebody may have set in a shell, which Ferry does not have. */
export function unsetVariables(service: ComposeService, unset: readonly string[]): Check[] {
  if (unset.length === 0) return [];
  return [
    warn(
      "compose file",
      `The files use ${unset.join(", ")}, which nothing sets: Compose takes ${unset.length === 1 ? "it" : "them"} for empty.`,
      `Write ${unset.length === 1 ? "it" : "them"} into ${service.directory}/.env, if a shell set ${unset.length === 1 ? "it" : "them"} before.`,
    ),
  ];
}
