import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../schemas/file";
import { declareServices } from "./declare";
import { withPlacesFrom } from "./places";

/**
 * The Pulumi program: declares every service of `stacks/<stack>.yaml`. Pulumi runs it in the folder of this
 * compiled file, so paths begin at the folder of Pulumi.yaml.
 */
const root = pulumi.getRootDirectory() || process.cwd();
const folder = resolve(root, process.env.FERRY_STACKS ?? "stacks");
const stack = loadStack(join(folder, `${pulumi.getStack()}.yaml`));

export const services = declareServices(withPlacesFrom(root, stack));
