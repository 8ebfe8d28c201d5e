import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "./repository";

/** Programs that Pulumi looks for on PATH, and the compiled stand-in (below dist/test/standin) of each. */
const standIns: Readonly<Record<string, string>> = {
  "pulumi-language-nodejs": "language",
  "pulumi-resource-pulumi-nodejs": "dynamic",
  "pulumi-resource-command": "command",
};

/**
 * A directory for PATH with the stand-ins for the parts that only Pulumi's own download has. They belong to the
 * tests: an installed package is without them, and then this throws and says what to install.
 */
export async function standInDirectory(): Promise<string> {
  const compiled = join(repository(), "dist/test/standin");
  if (!existsSync(join(compiled, "language/main.js"))) {
    throw new Error(
      "pulumi is there, but pulumi-language-nodejs, which comes with it, is not on PATH. " +
        "Install Pulumi from https://www.pulumi.com/docs/install/ and run this again.",
    );
  }
  const directory = join(repository(), "dist/bin");
  await mkdir(directory, { recursive: true });
  for (const [program, name] of Object.entries(standIns)) {
    const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(join(compiled, name, "main.js"))} "$@"\n`;
    await place(join(directory, program), script);
  }
  return directory;
}

/** Several runs may do this at once, and one of them may be starting the program: so by rename, when it differs. */
async function place(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  const near = `${file}.${process.pid}.part`;
  await writeFile(near, text);
  await chmod(near, 0o755);
  await rename(near, file);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
