import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { provider } from "@pulumi/pulumi";
import { runShell, type ShellRun, type Spoken } from "./shell";

type Properties = Readonly<Record<string, unknown>>;

const inputNames = [
  "create",
  "update",
  "delete",
  "environment",
  "dir",
  "interpreter",
  "stdin",
  "triggers",
  "logging",
  "addPreviousOutputInEnv",
] as const;

/** local.Command of @pulumi/command 1.2.1: the same inputs, outputs and moments; no assets, no remote. */
export class CommandProvider implements provider.Provider {
  readonly version = "1.2.1";

  async diff(_id: string, urn: string, olds: unknown, news: unknown): Promise<provider.DiffResult> {
    local(urn);
    const [before, after] = [inputs(olds), inputs(news)];
    const changed = inputNames.filter((name) => !isDeepStrictEqual(before[name], after[name]));
    return { changes: changed.length > 0, replaces: changed.includes("triggers") ? ["triggers"] : [] };
  }

  async create(urn: string, news: unknown): Promise<provider.CreateResult> {
    local(urn);
    const given = inputs(news);
    const outs = await speak(news, given.create, undefined);
    return { id: `create${randomBytes(4).toString("hex")}`, outs };
  }

  async update(_id: string, urn: string, olds: unknown, news: unknown): Promise<provider.UpdateResult> {
    local(urn);
    const given = inputs(news);
    // The real one runs `create` again where no `update` is given.
    return { outs: await speak(news, given.update ?? given.create, olds) };
  }

  async delete(_id: string, urn: string, olds: unknown): Promise<void> {
    local(urn);
    const given = inputs(olds);
    await speak(olds, given.delete, olds);
  }
}

function local(urn: string): void {
  if (urn.includes("command:local:Command::")) return;
  throw new Error(`the stand-in for pulumi-resource-command knows only local.Command, not ${urn}`);
}

/** Runs the moment's command, where there is one; the outputs are the inputs as they came, and what it said. */
async function speak(news: unknown, command: unknown, previous: unknown): Promise<Properties> {
  const given = inputs(news);
  const before = plain(previous) as Partial<Spoken> | undefined;
  const said =
    typeof command === "string" && command !== ""
      ? await runShell(shellRun(given, command, before))
      : { stdout: before?.stdout ?? "", stderr: before?.stderr ?? "" };
  // What a secret went into may show it: the state keeps both in their envelopes.
  if (!holdsSecret(news)) return { ...given, ...said };
  return { ...raw(news), stdout: sealed(said.stdout), stderr: sealed(said.stderr) };
}

function shellRun(given: Properties, command: string, before: Partial<Spoken> | undefined): ShellRun {
  const own = given.environment as Record<string, string> | undefined;
  return {
    command,
    interpreter: (given.interpreter as string[] | undefined) ?? ["/bin/sh", "-c"],
    environment: { ...earlier(given, before), ...own },
    ...(typeof given.dir === "string" ? { dir: given.dir } : {}),
    ...(typeof given.stdin === "string" ? { stdin: given.stdin } : {}),
  };
}

function earlier(given: Properties, before: Partial<Spoken> | undefined): Record<string, string> {
  if (given.addPreviousOutputInEnv === false || before === undefined) return {};
  return { PULUMI_COMMAND_STDOUT: before.stdout ?? "", PULUMI_COMMAND_STDERR: before.stderr ?? "" };
}

function inputs(properties: unknown): Properties {
  return plain(raw(properties)) as Properties;
}

function raw(properties: unknown): Properties {
  const all = (properties ?? {}) as Properties;
  return Object.fromEntries(
    inputNames.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  );
}

/** Secrets arrive and leave in an envelope that is marked so; commands need what is in it. */
const marker = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

function sealed(value: string): Properties {
  return { [marker]: secret, value };
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (value as Properties)[marker] === secret || Object.values(value).some(holdsSecret);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (marker in value) return plain((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
