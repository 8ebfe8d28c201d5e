import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../schemas/file";
import { declareServices } from "./declare";

/** The Pulumi program: declares every service of `stacks/<stack>.yaml`. */
const folder = process.env.FERRY_STACKS ?? "stacks";

export const services = declareServices(loadStack(join(folder, `${pulumi.getStack()}.yaml`)));
