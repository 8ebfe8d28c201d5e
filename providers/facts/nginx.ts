import { hasIpv6, nginxBuild, nginxTraces, quietTest, readConfiguration } from "../commands/nginx";
import type { Result } from "../model/command";
import type { Host } from "../model/host";
import type { Fact } from "../model/procedure";

/** What `nginx -V` says of the build: version and compiled-in paths. */
export interface NginxBuild {
  readonly version: string;
  readonly prefix: string;
  /** The main configuration file. */
  readonly conf: string;
  readonly pid: string;
  readonly errorLog: string;
  readonly accessLog: string;
  /** Directories for request and response bodies, made by any start or test where they are missing. */
  readonly temporary: readonly string[];
}

/** The nginx of a host; undefined where there is none. */
export function nginxHere(): Fact<NginxBuild | undefined> {
  return { ask: nginxBuild(), parse: parseBuild, shared: true };
}

/** Reads `nginx -V`, which prints on standard error. */
export function parseBuild(result: Result): NginxBuild | undefined {
  if (result.code === 127) return undefined;
  const version = /nginx version: \S+\/(\S+)/.exec(result.stderr)?.[1];
  if (result.code !== 0 || version === undefined)
    throw new SyntaxError(`nginx -V said: ${result.stderr.trim()}`);
  const option = (name: string): string | undefined =>
    new RegExp(`--${name}=(?:'([^']*)'|(\\S+))`)
      .exec(result.stderr)
      ?.slice(1)
      .find((each) => each !== undefined);
  const prefix = (option("prefix") ?? "/usr/local/nginx").replace(/\/$/, "");
  const path = (name: string, otherwise: string): string => absolute(option(name) ?? otherwise, prefix);
  return {
    version,
    prefix,
    conf: path("conf-path", "conf/nginx.conf"),
    pid: path("pid-path", "logs/nginx.pid"),
    errorLog: path("error-log-path", "logs/error.log"),
    accessLog: path("http-log-path", "logs/access.log"),
    temporary: ["client-body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) =>
      path(`http-${each}-temp-path`, `${each.replace("-", "_")}_temp`),
    ),
  };
}

/** A path of a configuration as nginx takes it: relative ones lie below its prefix. */
export function absolute(path: string, prefix: string): string {
  return path.startsWith("/") || path === "stderr" ? path : `${prefix}/${path}`;
}

export interface ConfigurationFile {
  readonly path: string;
  /** Undefined where the file may not be read. */
  readonly text?: string;
}

/** The files that each include pattern matches, in nginx's order. */
export function configurationFiles(
  patterns: readonly string[],
): Fact<ReadonlyMap<string, ConfigurationFile[]>> {
  return { ask: readConfiguration(patterns), parse: parseFiles, shared: true };
}

/** Reads what `readConfiguration` printed. */
export function parseFiles(result: Result): ReadonlyMap<string, ConfigurationFile[]> {
  if (result.code !== 0) throw new SyntaxError(result.stderr.trim() || `code ${result.code}`);
  const found = new Map<string, ConfigurationFile[]>();
  const blocks = result.stdout.split(/^\?/m).slice(1);
  for (const block of blocks) {
    const [pattern = "", ...lines] = block.split("\n");
    found.set(pattern, filesOf(lines));
  }
  return found;
}

function filesOf(lines: readonly string[]): ConfigurationFile[] {
  const files: { path: string; lines?: string[] }[] = [];
  for (const line of lines) {
    const rest = line.slice(1);
    if (line.startsWith("=")) files.push({ path: rest, lines: [] });
    if (line.startsWith("!")) files.push({ path: rest });
    if (line.startsWith("|")) files.at(-1)?.lines?.push(rest);
  }
  return files.map((file) => ({ path: file.path, ...(file.lines ? { text: file.lines.join("\n") } : {}) }));
}

export interface NginxTraces {
  readonly running: boolean;
  /** Those of the paths asked for that are not there. */
  readonly missing: readonly string[];
}

/** Does nginx run, and which of these paths are not there? */
export function tracesOf(pidFile: string, paths: readonly string[]): Fact<NginxTraces> {
  return {
    ask: nginxTraces(pidFile, paths),
    parse: (result) => {
      const [state, ...missing] = result.stdout.split("\n").filter((line) => line !== "");
      return { running: state === "running", missing };
    },
  };
}

export interface NginxVerdict {
  readonly passes: boolean;
  /** The lines that matter: errors where it fails, warnings where it passes. */
  readonly words: string;
}

/** Does the configuration pass nginx's own test? Asked only where the test changes no file. */
export function testNow(host: Host): Fact<NginxVerdict> {
  return { ask: quietTest(host), parse: parseTest, shared: true };
}

/** Reads what `nginx -t` said: "nginx: [emerg] …" or, before the log is open, "DATE [emerg] 12#12: …". */
export function parseTest(result: Result): NginxVerdict {
  const passes = result.code === 0;
  const level = passes ? /\[(?:warn|error)\]/ : /\[(?:emerg|alert|crit|error)\]/;
  const words = result.stderr.split("\n").filter((line) => level.test(line));
  const short = words.map((line) => line.replace(/^.*?\[\w+\]\s*(?:\d+#\d+: )?/, "").trim());
  return { passes, words: [...new Set(short)].join("; ") || (passes ? "" : result.stderr.trim()) };
}

/** Can nginx listen on IPv6 there? */
export function ipv6Here(): Fact<boolean> {
  return { ask: hasIpv6(), parse: (result) => result.stdout.trim() === "yes", shared: true };
}
