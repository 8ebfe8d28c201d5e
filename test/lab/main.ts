import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { whyNoLab } from "./available";
import { sweep } from "./claim";
import { Lab } from "./lab";
import { sampleDomain, sampleStack, startShop } from "./sample";

/** `npm run lab`: three hosts with a sample service, and a shell from which they are reached. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes("--sweep")) {
    await sweep();
    return 0;
  }
  const reason = await whyNoLab();
  if (reason !== undefined) {
    process.stderr.write(`This machine cannot hold a lab: ${reason}.\n`);
    return 1;
  }
  const lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
  // Ctrl-C is for what runs in the shell; the lab ends when the shell does.
  process.on("SIGINT", () => {});
  try {
    await startShop(lab);
    const stack = join(lab.directory, "lab.yaml");
    await writeFile(stack, sampleStack(lab));
    process.stdout.write(welcome(lab, stack));
    return await shell(lab, argv);
  } finally {
    await lab.down();
  }
}

function welcome(lab: Lab, stack: string): string {
  const alpha = lab.host("alpha").address;
  const gate = lab.host("gate").address;
  return `
${sampleStack(lab)}
The file above is ${stack}
  ssh -F ${lab.sshConfig} alpha      (also beta, gate; root, or deploy@… with sudo)
  curl http://${alpha}:8080/count
  curl -H 'Host: ${sampleDomain}' http://${gate}/count      (once the route is declared)
exit ends the lab.

`;
}

/** The user's shell, or a command given after --; ends with its exit code. */
function shell(lab: Lab, argv: readonly string[]): Promise<number> {
  const [program = process.env.SHELL ?? "/bin/sh", ...args] = argv;
  const child = spawn(program, args, { stdio: "inherit", env: { ...lab.env, FERRY_LAB: lab.directory } });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
