import { dockerInfo, dockerVersion } from "../facts/docker";
import { ask, type Procedure } from "../model/procedure";

/** What has to fit between two Dockers. */
export interface DockerFacts {
  readonly api: string;
  readonly version: string;
  readonly platform: string;
  readonly mapped: boolean;
}

/** Undefined where Docker does not answer. */
export function* dockerFacts(): Procedure<DockerFacts | undefined> {
  const version = yield* ask(dockerVersion());
  const info = version && (yield* ask(dockerInfo()));
  return (
    version &&
    info && { api: version.api, version: version.version, platform: version.platform, mapped: info.mapped }
  );
}
