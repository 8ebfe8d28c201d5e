import picomatch from "picomatch";
import { mainFileOf } from "../commands/nginx";
import { absolute, type ConfigurationFile, configurationFiles, type NginxBuild } from "../facts/nginx";
import { type Directive, parseNginx } from "../facts/nginx-syntax";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";

/** The whole configuration as nginx reads it, gathered by reading files alone. */
export interface Configuration {
  /** Directives of the main file, each include followed by what it brought in. */
  readonly main: readonly Directive[];
  /** Include patterns of the http block, with where they stand. */
  readonly includes: readonly { readonly pattern: string; readonly directive: Directive }[];
  readonly unreadable: readonly string[];
  readonly file: string;
}

interface Found {
  readonly files: Map<string, readonly ConfigurationFile[]>;
  readonly base: string;
}

/** Deeper nesting than anyone writes: a file that includes itself ends here. */
const DEEPEST = 12;

/** Reads the main file and all that it includes, one look per level of nesting. */
export function* readWhole(host: Host, build: NginxBuild): Procedure<Configuration> {
  const file = mainFileOf(host) ?? build.conf;
  const found: Found = { files: new Map(), base: file.slice(0, file.lastIndexOf("/")) };
  let wanted = [file];
  for (let depth = 0; wanted.length > 0 && depth < DEEPEST; depth++) {
    const answered = yield* ask(configurationFiles(wanted));
    for (const pattern of wanted) found.files.set(pattern, answered.get(pattern) ?? []);
    const texts = [...answered.values()].flat();
    const patterns = texts.flatMap((each) => includesOf(found, parse(each)));
    wanted = [...new Set(patterns)].filter((pattern) => !found.files.has(pattern));
  }
  return assemble(found, file);
}

const parse = (file: ConfigurationFile): Directive[] => parseNginx(file.path, file.text ?? "");

function includesOf(found: Found, directives: readonly Directive[]): string[] {
  return directives.flatMap((each) => [
    ...(each.name === "include" && each.args[0] ? [absolute(each.args[0], found.base)] : []),
    ...(each.block ? includesOf(found, each.block) : []),
  ]);
}

function assemble(found: Found, file: string): Configuration {
  const main = expand(found, (found.files.get(file) ?? []).flatMap(parse), 0);
  const http = main.filter((each) => each.name === "http").flatMap((each) => each.block ?? []);
  const includes = http
    .filter((each) => each.name === "include")
    .map((directive) => ({ pattern: absolute(directive.args[0] ?? "", found.base), directive }));
  const every = [...found.files.values()].flat();
  const unreadable = every.filter((each) => each.text === undefined).map((each) => each.path);
  return { main, includes, unreadable: [...new Set(unreadable)], file };
}

function expand(found: Found, directives: readonly Directive[], depth: number): Directive[] {
  if (depth > DEEPEST) return [];
  return directives.flatMap((each) => {
    if (each.block) return [{ ...each, block: expand(found, each.block, depth) }];
    if (each.name !== "include" || !each.args[0]) return [each];
    const files = found.files.get(absolute(each.args[0], found.base)) ?? [];
    return [each, ...files.flatMap((file) => expand(found, parse(file), depth + 1))];
  });
}

/** The include of the http block that reads a file; undefined where none does. */
export function includedBy(configuration: Configuration, file: string): Directive | undefined {
  const options = { nobrace: true, noextglob: true, noglobstar: true, nonegate: true };
  return configuration.includes.find(({ pattern }) => picomatch.isMatch(file, pattern, options))?.directive;
}

/** A `server` block that answers for a name, and how sure that is. */
export interface NameClaim {
  readonly file: string;
  readonly line: number;
  /** As it stands in the file: "shop.example.org", "*.example.org", "~^shop". */
  readonly name: string;
  readonly exact: boolean;
  /** True where the block listens with TLS or on port 443. */
  readonly tls: boolean;
}

/** Who else answers for a domain: nginx prefers exact names to wildcards and wildcards to patterns. */
export function claims(configuration: Configuration, domain: string, except: string): NameClaim[] {
  const wanted = domain.toLowerCase();
  return servers(configuration.main)
    .filter((server) => server.file !== except)
    .flatMap((server) => claimsOf(server, wanted));
}

function servers(directives: readonly Directive[]): Directive[] {
  const http = directives.filter((each) => each.name === "http").flatMap((each) => each.block ?? []);
  return http.filter((each) => each.name === "server" && each.block !== undefined);
}

function claimsOf(server: Directive, domain: string): NameClaim[] {
  const inside = server.block ?? [];
  const tls = inside.some((each) => each.name === "listen" && isTls(each.args));
  const names = inside.filter((each) => each.name === "server_name");
  return names.flatMap(({ args, file, line }) =>
    args
      .filter((name) => answersFor(name, domain))
      .map((name) => ({ file, line, name, exact: name.toLowerCase() === domain, tls })),
  );
}

const isTls = (listen: readonly string[]): boolean =>
  listen.includes("ssl") || /(?:^|:)443$/.test(listen[0] ?? "");

function answersFor(name: string, domain: string): boolean {
  const lower = name.toLowerCase();
  if (lower.startsWith("~")) return matches(name.slice(1), domain);
  if (lower.startsWith("*.")) return lower === domain || domain.endsWith(lower.slice(1));
  if (lower.startsWith(".")) return domain === lower.slice(1) || domain.endsWith(lower);
  if (lower.endsWith(".*")) return domain.startsWith(lower.slice(0, -1));
  return lower === domain;
}

/** nginx's patterns are PCRE; one that JavaScript cannot read is left to nginx. */
function matches(pattern: string, domain: string): boolean {
  try {
    return new RegExp(pattern.replaceAll("(?P<", "(?<"), "i").test(domain);
  } catch {
    return false;
  }
}

/**
 * Every path that `nginx -t` opens for writing or makes where it is missing, as measured with nginx 1.22: the
 * pid file, logs, directories for bodies and caches, and sockets it listens on.
 */
export function writtenByTest(configuration: Configuration, build: NginxBuild): string[] {
  const all = everywhere(configuration.main);
  const first = (name: RegExp): string[] =>
    all.filter((each) => name.test(each.name) && each.args[0]).map((each) => each.args[0] ?? "");
  const sockets = first(/^listen$/).filter((each) => each.startsWith("unix:"));
  const logs = first(/^(?:error_log|access_log)$/);
  const paths = [
    pidFile(configuration, build),
    ...logs,
    ...(logs.length === 0 ? [build.errorLog, build.accessLog] : []),
    ...first(/_(?:temp|cache)_path$/),
    ...sockets.map((each) => each.slice("unix:".length)),
    ...(all.some((each) => each.name.endsWith("_temp_path")) ? [] : build.temporary),
  ];
  const real = paths.filter((path) => !/^(?:off$|stderr$|syslog:|memory:)|\$/.test(path));
  return [...new Set(real.map((path) => absolute(path, build.prefix)))];
}

/** Where the running nginx keeps its process id. */
export function pidFile(configuration: Configuration, build: NginxBuild): string {
  const set = configuration.main.find((each) => each.name === "pid")?.args[0];
  return set === undefined ? build.pid : absolute(set, build.prefix);
}

function everywhere(directives: readonly Directive[]): Directive[] {
  return directives.flatMap((each) => [each, ...everywhere(each.block ?? [])]);
}
