import { join } from "node:path";
import { cacheDirectory } from "../../program/setup/cache";
import { buildGo, type GoProgram } from "../../program/setup/go-build";

const composeVersion = "2.40.3";

const compose: GoProgram = {
  title: `Docker Compose ${composeVersion}`,
  require: [`github.com/docker/compose/v2 v${composeVersion}`],
  package: "github.com/docker/compose/v2/cmd",
  version: `github.com/docker/compose/v2/internal.Version=v${composeVersion}`,
  go: "1.25",
};

/** The Docker Compose plugin's binary, built once: Debian 12 has none of version 2. */
export async function composePlugin(progress: (line: string) => void): Promise<string> {
  const out = join(cacheDirectory(), `compose-${composeVersion}`, "docker-compose");
  await buildGo(compose, out, progress);
  return out;
}
