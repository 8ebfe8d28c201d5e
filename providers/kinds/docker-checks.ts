import { containerList, dockerInfo, dockerVersion, type SeenContainer } from "../facts/docker";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check, Observed } from "../model/service";
import { fail, pass, warn } from "./checks";
import type { DockerFacts } from "./docker-facts";
import { inspectNetworks } from "./docker-host";
import { olderApi } from "./docker-volumes";

/** The target's Docker, and what was found to fit or not to fit the source's. */
export interface DockerFit {
  readonly checks: readonly Check[];
  /** Undefined where Docker does not answer: nothing more can be asked of it. */
  readonly docker?: {
    readonly containers: readonly SeenContainer[];
    readonly api: string;
    readonly root: string;
    readonly runtimes: readonly string[];
    readonly volumeDrivers: readonly string[];
    readonly compose?: string;
  };
}

/** Is Docker there, does it answer this user, and does it fit the source's? */
export function* dockerFit(source: DockerFacts | undefined, target: Host): Procedure<DockerFit> {
  const seen = yield* ask(containerList());
  if (seen.docker === "absent") {
    return { checks: [fail("docker", `${target.name} has no Docker.`, `Install Docker on ${target.name}.`)] };
  }
  if (seen.docker === "silent") {
    return { checks: [fail("docker", `On ${target.name}, ${seen.reason}.`, seen.remedy)] };
  }
  const version = yield* ask(dockerVersion());
  const info = yield* ask(dockerInfo());
  if (!version || !info) {
    return {
      checks: [
        fail("docker", `Docker on ${target.name} does not answer.`, "Start it: systemctl start docker."),
      ],
    };
  }
  const checks = [
    versionCheck(source, version, target),
    platformCheck(source, version.platform, target),
    ...ownershipCheck(source, info.mapped, target),
  ];
  const { root, runtimes, volumeDrivers, compose } = info;
  return {
    checks,
    docker: {
      containers: seen.containers,
      api: version.api,
      root,
      runtimes,
      volumeDrivers,
      ...(compose === undefined ? {} : { compose }),
    },
  };
}

function versionCheck(
  source: DockerFacts | undefined,
  found: { readonly version: string; readonly api: string },
  target: Host,
): Check {
  const text = `Docker ${found.version} (API ${found.api}) on ${target.name}`;
  if (!source || !olderApi(found.api, source.api)) return pass("docker", text);
  return warn(
    "docker",
    `${text} is older than the source's ${source.version} (API ${source.api}).`,
    `Options that came in between would be missing on ${target.name}: upgrade Docker there if the service uses any.`,
  );
}

function platformCheck(source: DockerFacts | undefined, platform: string, target: Host): Check {
  if (!source || source.platform === platform) return pass("architecture", `${platform} on both hosts`);
  return fail(
    "architecture",
    `${target.name} is ${platform}, the source is ${source.platform}: its images do not run there.`,
    `Choose a host of ${source.platform}, or build the images for ${platform} and start the service there anew.`,
  );
}

/** Files belong to users by number; with mapped users the same number is somebody else. */
function ownershipCheck(source: DockerFacts | undefined, mapped: boolean, target: Host): Check[] {
  if (!source || source.mapped === mapped) return [];
  const [with_, without] = mapped ? [target.name, "the source"] : ["the source", target.name];
  return [
    fail(
      "file owners",
      `Docker on ${with_} maps user ids (rootless or userns-remap), on ${without} it does not: files would belong to others.`,
      "Set both Dockers up alike.",
    ),
  ];
}

/** Networks that are not the service's own have to be there. */
export function* externalNetworkChecks(source: Observed, target: Host): Procedure<readonly Check[]> {
  const wanted = source.externalNetworks;
  const found = new Set((yield* inspectNetworks(wanted)).flatMap(({ Name, Id }) => [Name, Id]));
  return wanted.map((name) => {
    if (found.has(name)) return pass("network", `network ${name} is on ${target.name}`);
    if (target.networks?.includes(name))
      return pass("network", `network ${name} is declared on ${target.name}: \`pulumi up\` makes it first`);
    return fail(
      "network",
      `The external network ${name} is not on ${target.name}.`,
      `Declare it (hosts.${target.name}.networks), or create it there: docker network create ${name} (with the options it has on the source).`,
    );
  });
}
