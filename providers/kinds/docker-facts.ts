import { composeVersion } from "../facts/compose-plugin";
import { type DockerInfo, dockerInfo, dockerVersion } from "../facts/docker";
import { ask, type Procedure } from "../model/procedure";

/** What has to fit between two Dockers. */
export interface DockerFacts {
  readonly api: string;
  readonly version: string;
  readonly platform: string;
  readonly mapped: boolean;
  /** The version of Compose; undefined where the plugin is missing. */
  readonly compose: string | undefined;
}

/** Undefined where Docker does not answer. */
export function* dockerFacts(): Procedure<DockerFacts | undefined> {
  const found = yield* ask(dockerVersion());
  const info = found && (yield* ask(dockerInfo()));
  if (!found || !info) return undefined;
  const { api, version, platform } = found;
  return { api, version, platform, mapped: info.mapped, compose: yield* composeOf(info) };
}

/** Docker's client lists its plugins; where it does not, Compose is asked itself. */
export function* composeOf(info: Pick<DockerInfo, "compose">): Procedure<string | undefined> {
  return info.compose ?? (yield* ask(composeVersion()));
}
