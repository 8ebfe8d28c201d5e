import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceSpec } from "../schemas/normal";

/**
 * Hooks run on this machine when the host of a service changes: DNS, monitoring, backup jobs. Adopting a
 * service runs none, so the resource's `create` does nothing and its `update` has the command. They see
 * FERRY_SERVICE and FERRY_HOST (the host it moves to).
 */
export function beforeMove(
  service: ServiceSpec,
  dependsOn: readonly pulumi.Resource[] = [],
): pulumi.Resource[] {
  return chain(service, "before", service.hooks.before, dependsOn);
}

/** As `beforeMove`, once the service is where it should be. */
export function afterMove(service: ServiceSpec, moved: pulumi.Resource): pulumi.Resource[] {
  return chain(service, "after", service.hooks.after, [moved]);
}

/** One resource a hook, each waiting for the one before it. */
function chain(
  service: ServiceSpec,
  when: "before" | "after",
  hooks: readonly (readonly string[])[],
  first: readonly pulumi.Resource[],
): pulumi.Resource[] {
  return hooks.reduce<pulumi.Resource[]>(
    (dependsOn, argv, index) => [hook(`${service.name}-${when}-${index + 1}`, service, argv, dependsOn)],
    [...first],
  );
}

// The words of the hook travel as JSON in the environment and are run by node, not by a shell: what stands in
// the stack file is what runs, with no quoting to get wrong.
const RUN = `node -e 'const [c,...a]=JSON.parse(process.env.FERRY_HOOK);process.exit(require("child_process").spawnSync(c,a,{stdio:"inherit"}).status??1)'`;

function hook(
  name: string,
  service: ServiceSpec,
  argv: readonly string[],
  dependsOn: pulumi.Resource[],
): pulumi.Resource {
  const environment = {
    FERRY_SERVICE: service.name,
    FERRY_HOST: service.host,
    FERRY_HOOK: JSON.stringify(argv),
  };
  return new local.Command(name, { create: "true", update: RUN, environment }, { dependsOn });
}
