import type { Check } from "../model/service";
import { warn } from "./checks";
import type { ComposeService } from "./compose-project";

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
