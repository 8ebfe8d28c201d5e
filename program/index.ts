import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { declareServices } from "./declare";
import { isNodeEnough, NODE_WANTED } from "./node-floor";
import { withPlacesFrom } from "./places";
import { readStack, StackUnusable } from "./read-stack";

/**
 * The Pulumi program: declares every service of `stacks/<stack>.yaml`. Pulumi runs it in the folder of this
 * compiled file, so paths begin at the folder of Pulumi.yaml.
 */
function declareStack(): ReturnType<typeof declareServices> {
  if (!isNodeEnough(process.version)) {
    throw new pulumi.RunError(
      `Ferry needs Node.js ${NODE_WANTED}; the \`node\` that Pulumi found is ${process.version}.`,
    );
  }
  const root = pulumi.getRootDirectory() || process.cwd();
  const folder = resolve(root, process.env.FERRY_STACKS ?? "stacks");
  try {
    return declareServices(withPlacesFrom(root, readStack(root, folder, pulumi.getStack())));
  } catch (error) {
    // Pulumi shows the message of a RunError alone; of any other error it shows the stack trace.
    if (error instanceof StackUnusable) throw new pulumi.RunError(error.message);
    throw error;
  }
}

export const services = declareStack();
