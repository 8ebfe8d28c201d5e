import type { CommandProxyDecl } from "../../schemas/stack";
import { type RouteFile, routeFile } from "../facts/proxy-file";
import { at, type Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Proxy, Route, RouteState } from "../model/proxy";
import type { Check } from "../model/service";
import { placed } from "./route-file";
import { matchTemplate, renderPath, renderTemplate, sharedDirectory } from "./template";

/** Any proxy that reads a file: the file comes from a template, the user's commands test it and reload. */
export const commandProxy: Proxy<CommandProxyDecl> = { kind: "command", observe, checks, point, restore };

const fileOf = (proxy: CommandProxyDecl, route: Route, host: Host): string =>
  at(host, renderPath(proxy.file, route));

function* observe(proxy: CommandProxyDecl, route: Route, host: Host): Procedure<RouteState> {
  const file = fileOf(proxy, route, host);
  const { text, cut } = yield* ask(routeFile(file));
  // After a change that was cut off nobody knows which file the proxy has read.
  const upstream = text === undefined || cut ? undefined : matchTemplate(proxy.template, route, text);
  return { file, ...(text === undefined ? {} : { text }), ...(upstream === undefined ? {} : { upstream }) };
}

function* checks(proxy: CommandProxyDecl, route: Route, host: Host): Procedure<readonly Check[]> {
  const unfit = unfitTemplate(proxy, route);
  if (unfit) return [unfit];
  const file = fileOf(proxy, route, host);
  return [fileCheck(proxy, route, host, file, yield* ask(routeFile(file)))];
}

/** The user's test command is not run here: it may write, and a preview writes nothing. */
function fileCheck(proxy: CommandProxyDecl, route: Route, host: Host, file: string, found: RouteFile): Check {
  const name = "proxy file";
  if (!found.directory) {
    const directory = file.slice(0, file.lastIndexOf("/"));
    return {
      name,
      outcome: "fail",
      text: `${directory} is not there on ${host.name}, so ${route.proxy} cannot read a route from it.`,
      remedy: `Make the directory on ${host.name}, or correct proxies.${route.proxy}.file.`,
    };
  }
  if (found.text !== undefined && matchTemplate(proxy.template, route, found.text) === undefined) {
    return {
      name,
      outcome: "warn",
      text: `${file} on ${host.name} is not what the template writes for ${route.service}; it would be replaced.`,
      remedy: `Keep a copy if it is yours; or change proxies.${route.proxy}.template so that it gives that text.`,
    };
  }
  return { name, outcome: "pass", text: `${file} on ${host.name}` };
}

function unfitTemplate(proxy: CommandProxyDecl, route: Route): Check | undefined {
  try {
    renderPath(proxy.file, route);
    renderTemplate(proxy.template, route, `192.0.2.1:${route.port}`);
    return undefined;
  } catch (error) {
    return {
      name: "proxy template",
      outcome: "fail",
      text: error instanceof Error ? error.message : String(error),
      remedy: `Correct proxies.${route.proxy} in the stack file.`,
    };
  }
}

function* point(proxy: CommandProxyDecl, route: Route, upstream: string, host: Host): Procedure<void> {
  yield* place(proxy, route, host, renderTemplate(proxy.template, route, upstream));
}

function* restore(proxy: CommandProxyDecl, route: Route, before: RouteState, host: Host): Procedure<void> {
  yield* place(proxy, route, host, before.text);
}

function* place(
  proxy: CommandProxyDecl,
  route: Route,
  host: Host,
  text: string | undefined,
): Procedure<void> {
  const placement = {
    file: fileOf(proxy, route, host),
    lock: at(host, sharedDirectory(proxy.file)),
    ...(text === undefined ? {} : { text }),
    test: proxy.test ?? [],
    reload: proxy.reload,
    cwd: host.root || "/",
    env: { FERRY_ROOT: host.root },
  };
  yield* ask(placed(route.proxy, host, placement));
}
