import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensurePulumi, type PulumiInstallation, pulumiEnvironment } from "../../program/setup/pulumi";
import { repository } from "../../program/setup/repository";
import { must } from "../../program/setup/spawn";
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
  const pulumi = await ensurePulumi();
  const lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
  // Ctrl-C is for what runs in the shell; the lab ends when the shell does.
  process.on("SIGINT", () => {});
  try {
    await startShop(lab);
    const stack = join(lab.directory, "lab.yaml");
    await writeFile(stack, sampleStack(lab));
    const env = await environment(lab, pulumi);
    process.stdout.write(welcome(lab, stack));
    return await shell(env, argv);
  } finally {
    await lab.down();
  }
}

/** Reaches the lab's hosts with ssh, Ferry and Pulumi, with a backend that goes when the lab goes. */
async function environment(lab: Lab, pulumi: PulumiInstallation): Promise<NodeJS.ProcessEnv> {
  const backend = join(lab.directory, "backend");
  await mkdir(backend);
  const env = pulumiEnvironment(pulumi, {
    ...lab.env,
    FERRY_STACKS: lab.directory,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "lab",
    PULUMI_STACK: "lab",
  });
  await must([pulumi.bin, "stack", "init", "lab", "--non-interactive"], { env, cwd: repository() });
  return env;
}

function welcome(lab: Lab, stack: string): string {
  const alpha = lab.host("alpha").address;
  return `
${sampleStack(lab)}
That is ${stack}, the stack file of the Pulumi stack "lab", which is selected in this shell.

  pulumi up                          takes the service over; then change its host in the file
  curl http://${alpha}:8080/count
  curl -H 'Host: ${sampleDomain}' http://${lab.host("gate").address}/count
  ssh -F ${lab.sshConfig} alpha      also beta and gate; root, or deploy with sudo
  exit                               ends the lab

`;
}

/** The user's shell, or a command given after --; ends with its exit code. */
function shell(env: NodeJS.ProcessEnv, argv: readonly string[]): Promise<number> {
  const [program = process.env.SHELL ?? "/bin/sh", ...args] = argv;
  const child = spawn(program, args, { stdio: "inherit", env });
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
