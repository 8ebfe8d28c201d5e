import type { NginxDecl } from "../../schemas/stack";
import { type NginxBuild, nginxHere, testNow, tracesOf } from "../facts/nginx";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Route } from "../model/proxy";
import type { Check } from "../model/service";
import {
  type Configuration,
  claims,
  includedBy,
  pidFile,
  readWhole,
  writtenByTest,
} from "./nginx-configuration";

/**
 * What has to hold before a route file is written. Everything is read, nothing written: `nginx -t` runs only
 * where all it would open is there already, which is so while nginx runs.
 */
export function* nginxChecks(
  proxy: NginxDecl,
  route: Route,
  host: Host,
  file: string,
): Procedure<readonly Check[]> {
  const build = yield* ask(nginxHere());
  if (!build) return [absent(host)];
  const configuration = yield* readWhole(host, build);
  const own = [
    includeCheck(proxy, route, host, configuration, file),
    ...nameChecks(route, host, configuration, file),
  ];
  return [...(yield* runChecks(host, build, configuration)), ...own];
}

const absent = (host: Host): Check => ({
  name: "nginx",
  outcome: "fail",
  text: `There is no nginx on ${host.name}.`,
  remedy: `Install nginx on ${host.name} (Debian, Ubuntu: apt-get install nginx), or correct the proxy's host.`,
});

function* runChecks(host: Host, build: NginxBuild, configuration: Configuration): Procedure<Check[]> {
  const name = "nginx";
  const traces = yield* ask(tracesOf(pidFile(configuration, build), writtenByTest(configuration, build)));
  if (!traces.running) {
    const remedy = `Start it on ${host.name} (systemctl start nginx), and see that it stays up.`;
    return [{ name, outcome: "fail", text: `nginx ${build.version} does not run on ${host.name}.`, remedy }];
  }
  const runs: Check = { name, outcome: "pass", text: `nginx ${build.version} runs on ${host.name}` };
  return [runs, ...(yield* testCheck(host, traces.missing)), ...unreadable(host, configuration)];
}

function* testCheck(host: Host, missing: readonly string[]): Procedure<Check[]> {
  const name = "nginx test";
  if (missing.length > 0) {
    const text = `nginx -t on ${host.name} was not run, because it would make ${missing.slice(0, 3).join(", ")}.`;
    const remedy = `Run nginx -t on ${host.name} yourself to be sure; Ferry runs it when it changes the route.`;
    return [{ name, outcome: "warn", text, remedy }];
  }
  const verdict = yield* ask(testNow(host));
  if (verdict.passes) return [{ name, outcome: "pass", text: `nginx -t passes on ${host.name}` }];
  const text = `nginx -t fails on ${host.name} as it is now: ${verdict.words}`;
  return [
    { name, outcome: "fail", text, remedy: `Mend the configuration on ${host.name} until nginx -t passes.` },
  ];
}

function unreadable(host: Host, { unreadable: files }: Configuration): Check[] {
  if (files.length === 0) return [];
  const text = `${files.join(", ")} on ${host.name} cannot be read, so Ferry does not know which domains it serves.`;
  const remedy = `Let the user that Ferry connects as read it, or set become: sudo for ${host.name}.`;
  return [{ name: "nginx files", outcome: "warn", text, remedy }];
}

function includeCheck(proxy: NginxDecl, route: Route, host: Host, found: Configuration, file: string): Check {
  const name = "nginx include";
  const by = includedBy(found, file);
  if (by) return { name, outcome: "pass", text: `${by.file}:${by.line} on ${host.name} includes ${file}` };
  const directory = file.slice(0, file.lastIndexOf("/"));
  const others = found.includes.map((each) => each.pattern).filter((each) => /\*(?:\.conf)?$/.test(each));
  const instead =
    others.length > 0 ? `, or set proxies.${route.proxy}.directory to that of ${others.join(" or ")}` : "";
  return {
    name,
    outcome: "fail",
    text: `No include in the http block of ${found.file} on ${host.name} reads ${proxy.directory ?? directory}/*.conf.`,
    remedy: `Write \`include ${directory}/*.conf;\` into the http block of ${found.file}${instead}.`,
  };
}

function nameChecks(route: Route, host: Host, found: Configuration, file: string): Check[] {
  const name = "nginx domain";
  const others = claims(found, route.domain, file);
  const exact = others.filter((each) => each.exact);
  if (exact.length > 0) return exact.slice(0, 3).map((each) => taken(route, host, each));
  const looser = others.find((each) => each.tls);
  if (!looser)
    return [{ name, outcome: "pass", text: `no other file on ${host.name} serves ${route.domain}` }];
  return [
    {
      name,
      outcome: "warn",
      text: `${looser.file}:${looser.line} on ${host.name} answers HTTPS for ${looser.name}, so for ${route.domain} too.`,
      remedy: `Ferry repoints HTTP only. If clients use HTTPS, see that the block there leads to port 80 of ${host.name}.`,
    },
  ];
}

function taken(route: Route, host: Host, claim: { file: string; line: number; tls: boolean }): Check {
  const where = `${claim.file}:${claim.line}`;
  const tls = claim.tls ? " with TLS, whose certificates Ferry does not handle" : "";
  return {
    name: "nginx domain",
    outcome: "fail",
    text: `${route.domain} is served by ${where} on ${host.name}${tls}.`,
    remedy:
      `Take the name out of ${where} and let Ferry's file serve it, or keep that file and declare a proxy of ` +
      "kind `command` whose template writes only the upstream that it includes.",
  };
}
