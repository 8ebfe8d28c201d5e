import { createRequire } from "node:module";
import { join } from "node:path";

// The plugin of dynamic providers is part of the program's own SDK; the engine starts it in the program's directory.
createRequire(join(process.cwd(), "program.js"))("@pulumi/pulumi/cmd/dynamic-provider");
