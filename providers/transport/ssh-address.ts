import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { SshEndpoint } from "../model/transport";
import { sshEnvironment } from "./environment";
import { HostUnreachable } from "./errors";

/** A host that the stack file reaches by ssh. */
export interface SshDecl {
  /** user@host, user@host:port, or a name from ~/.ssh/config. */
  readonly ssh: string;
  readonly become?: "sudo" | "docker" | undefined;
  readonly address?: string | undefined;
}

/** What OpenSSH would do for a destination: its own answer, so that every way to configure it counts. */
export interface SshAddress {
  readonly endpoint: SshEndpoint;
  /** The name under which known_hosts has the host: "[10.0.0.5]:2222", or a HostKeyAlias. */
  readonly knownAs: string;
  /** Where a new key would be added. */
  readonly knownHostsFile: string;
  /** True where it is reached through another host or a command: this machine cannot ask it for its key directly. */
  readonly indirect: boolean;
  /** In the user's order of preference, with the fastest for bulk data first where it is allowed at all. */
  readonly ciphers: string;
  /** True where commands become root through a container; with which image is found out on the host. */
  readonly contained: boolean;
}

/** The arguments that name a destination, for ssh itself. FERRY_SSH_CONFIG stands in for ~/.ssh/config. */
export function destination(ssh: string, config = process.env.FERRY_SSH_CONFIG): string[] {
  const parts =
    /^(?:(?<user>[^@]*)@)?(?:\[(?<v6>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d+))?$/.exec(ssh)?.groups ?? {};
  return [
    ...(config ? ["-F", config] : []),
    ...(parts.user ? ["-l", parts.user] : []),
    ...(parts.port ? ["-p", parts.port] : []),
    "--",
    parts.v6 ?? parts.host ?? ssh,
  ];
}

/** Asks `ssh -G` where a destination leads and known_hosts for its keys. Connects to nothing. */
export async function resolveSshAddress(
  name: string,
  decl: SshDecl,
  within = ANSWER_WITHIN,
): Promise<SshAddress> {
  const asked = await output(["ssh", "-G", ...destination(decl.ssh)], within).catch((cause: unknown) => {
    if (cause instanceof NoAnswer) throw silentConfiguration(name, decl.ssh, within);
    throw new HostUnreachable("the OpenSSH client could not be started.", {
      host: name,
      remedy: "Install it (`apt install openssh-client`) and see that `ssh` is on the PATH.",
      cause,
    });
  });
  if (asked.code !== 0) {
    throw new HostUnreachable(`ssh does not take ${decl.ssh}: ${asked.stderr.trim()}`, {
      host: name,
      remedy: "Correct the ssh configuration file that it names.",
    });
  }
  return interpret(parseSettings(asked.stdout), decl);
}

/** `ssh -G` prints one setting a line: its name in lower case, a space, its value. */
export function parseSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [key = "", ...rest] = line.split(" ");
    if (key && !settings.has(key)) settings.set(key, rest.join(" ").trim());
  }
  return settings;
}

async function interpret(settings: Map<string, string>, decl: SshDecl): Promise<SshAddress> {
  const host = settings.get("hostname") ?? decl.ssh;
  const port = Number(settings.get("port") ?? 22);
  const alias = settings.get("hostkeyalias");
  const files = [
    ...fileList(settings.get("userknownhostsfile")),
    ...fileList(settings.get("globalknownhostsfile")),
  ];
  const address = decl.address ?? host;
  const hostKeys = await knownKeys(
    alias ? [alias] : namesInKnownHosts(host, port),
    files,
    bracketed(address, port),
  );
  return {
    endpoint: {
      user: settings.get("user") ?? "root",
      address,
      port,
      hostKeys,
      become: decl.become === "sudo" ? ["sudo", "-n", "--"] : [],
    },
    contained: decl.become === "docker",
    knownAs: alias ?? bracketed(host, port),
    knownHostsFile: files[0] ?? "~/.ssh/known_hosts",
    indirect: alias !== undefined || isSet(settings.get("proxyjump")) || isSet(settings.get("proxycommand")),
    ciphers: bulkCiphersFirst(settings.get("ciphers") ?? ""),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "none";

const bracketed = (host: string, port: number): string => (port === 22 ? host : `[${host}]:${port}`);

/** As ssh does: a key that is known without the port counts for every port. */
const namesInKnownHosts = (host: string, port: number): string[] =>
  port === 22 ? [host] : [bracketed(host, port), host];

function fileList(value = ""): string[] {
  const files = value.split(/ (?=[/~])/).filter((file) => file && file !== "none");
  return files.map((file) => file.replace(/^~(?=\/)/, homedir()));
}

/** AES in hardware is several times faster than ChaCha; what the user forbids stays forbidden. */
function bulkCiphersFirst(ciphers: string): string {
  const fast = "aes128-gcm@openssh.com";
  const all = ciphers.split(",");
  return all.includes(fast) ? [fast, ...all.filter((cipher) => cipher !== fast)].join(",") : ciphers;
}

/** The keys that known_hosts has for the first of the names it knows, as lines for another host's known_hosts. */
async function knownKeys(names: readonly string[], files: readonly string[], as: string): Promise<string[]> {
  for (const known of names) {
    const found: string[] = [];
    for (const file of files.filter(existsSync)) {
      const { stdout } = await output(["ssh-keygen", "-F", known, "-f", file]);
      found.push(...pinnable(stdout, as));
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** Lines of known_hosts with the name replaced; `ssh-keygen -F` writes comments between them. */
export function pinnable(lines: string, as: string): string[] {
  const entries = lines.split("\n").filter((line) => line && !line.startsWith("#"));
  return entries.map((entry) => {
    const [first = "", ...rest] = entry.split(/\s+/);
    const [type = "", key = ""] = first.startsWith("@") ? rest.slice(1) : rest;
    return `${first.startsWith("@") ? `${first} ` : ""}${as} ${type} ${key}`;
  });
}

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A configuration may run programs (`Match exec`), and those may wait for ever. */
const ANSWER_WITHIN = 20_000;

class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

function silentConfiguration(host: string, ssh: string, within: number): HostUnreachable {
  return new HostUnreachable(`ssh has not read its configuration for ${ssh} within ${within / 1000} s.`, {
    host,
    remedy: `See what \`ssh -G ${ssh}\` waits for: a program after \`Match exec\`, or a file on a drive that does not answer.`,
  });
}

function output(argv: readonly string[], within = ANSWER_WITHIN): Promise<Output> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      reject(new NoAnswer(`${program} does not answer`));
    }, within);
    const child = spawn(program, args, {
      env: sshEnvironment(process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}
