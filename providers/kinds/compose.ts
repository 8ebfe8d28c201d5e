import type { ComposeDecl } from "../../schemas/stack";
import { dockerInfo, dockerVersion } from "../facts/docker";
import type { Host } from "../model/host";
import type { Kind, Readiness } from "../model/kind";
import type { Procedure } from "../model/procedure";
import { ahead } from "./compose-ahead";
import { checks } from "./compose-checks";
import { observe } from "./compose-observe";
import { type ComposeService, locate, projectContainers } from "./compose-project";
import { fence, policies, start, stop, unfence } from "./compose-run";
import { place, stage, unstage } from "./compose-stage";
import { overall } from "./readiness";

/** A Docker Compose project: its directory, its volumes, its bind mounts, and the images of its services. */
export const compose: Kind<ComposeDecl> = {
  kind: "compose",
  asks: [dockerVersion(), dockerInfo()],
  locate,
  observe,
  place,
  checks,
  stage,
  ahead,
  unstage,
  policies,
  fence,
  unfence,
  stop,
  start,
  ready,
};

function* ready(service: ComposeService, host: Host): Procedure<Readiness> {
  const { containers } = yield* projectContainers(service, host);
  return yield* overall(containers.filter(({ oneoff }) => !oneoff));
}
