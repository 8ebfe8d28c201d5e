import type { Check } from "../../../providers/model/service";
import type { Stack } from "../../../schemas/normal";
import { isNodeEnough, NODE_WANTED } from "../../node-floor";
import type { World } from "../world";
import { howToGet } from "./packages";

/** What the machine that runs Ferry needs. */
export async function machineChecks(world: World, stack: Stack | undefined): Promise<Check[]> {
  const remote = stack === undefined || Object.values(stack.hosts).some((host) => "ssh" in host);
  return [nodeCheck(world.node), ...(remote ? [await sshCheck(world)] : []), await pulumiCheck(world)];
}

function nodeCheck(version: string): Check {
  if (isNodeEnough(version)) return { name: "node", outcome: "pass", text: version };
  return {
    name: "node",
    outcome: "fail",
    text: `${version}; Ferry needs ${NODE_WANTED}, and asks no host before it has that`,
    remedy: `Install Node.js ${NODE_WANTED}: https://nodejs.org`,
  };
}

/** `ssh -V` writes its version to standard error. */
async function sshCheck(world: World): Promise<Check> {
  const ran = await world.run(["ssh", "-V"]);
  const version = /^OpenSSH_[^\s,]+/m.exec(ran?.stderr ?? "")?.[0];
  if (version !== undefined) return { name: "ssh", outcome: "pass", text: version };
  return {
    name: "ssh",
    outcome: "fail",
    text: `${ran === undefined ? "not found" : "not OpenSSH"}; Ferry reaches hosts with the OpenSSH client`,
    remedy: howToGet("ssh", world.osRelease),
  };
}

async function pulumiCheck(world: World): Promise<Check> {
  const ran = await world.run(["pulumi", "version"]);
  if (ran?.code === 0)
    return { name: "pulumi", outcome: "pass", text: ran.stdout.trim().split("\n").at(-1) ?? "" };
  return {
    name: "pulumi",
    outcome: "fail",
    text: "not found; it runs preview and up (validate, plan, status and doctor work without it)",
    remedy: "curl -fsSL https://get.pulumi.com | sh (or see https://www.pulumi.com/docs/install/)",
  };
}
