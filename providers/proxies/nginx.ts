import type { NginxDecl } from "../../schemas/stack";
import { reloadWords, testWords } from "../commands/nginx";
import { ipv6Here } from "../facts/nginx";
import { routeFile } from "../facts/proxy-file";
import { at, type Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Proxy, Route, RouteState } from "../model/proxy";
import { nginxChecks } from "./nginx-checks";
import { renderRoute, upstreamOfRoute } from "./nginx-route";
import { placed } from "./route-file";

/** nginx, with an own file per route: Ferry never edits a file that someone else wrote. */
export const nginx: Proxy<NginxDecl> = {
  kind: "nginx",
  observe,
  checks: (proxy, route, host) => nginxChecks(proxy, route, host, fileOf(proxy, route, host)),
  point,
  restore,
};

const directoryOf = (proxy: NginxDecl, host: Host): string =>
  at(host, (proxy.directory ?? "/etc/nginx/conf.d").replace(/\/+$/, ""));

const fileOf = (proxy: NginxDecl, route: Route, host: Host): string =>
  `${directoryOf(proxy, host)}/ferry-${route.service}.conf`;

function* observe(proxy: NginxDecl, route: Route, host: Host): Procedure<RouteState> {
  const file = fileOf(proxy, route, host);
  const { text, cut } = yield* ask(routeFile(file));
  // After a change that was cut off nobody knows which file nginx has read.
  const upstream = text === undefined || cut ? undefined : upstreamOfRoute(route, text);
  return { file, ...(text === undefined ? {} : { text }), ...(upstream === undefined ? {} : { upstream }) };
}

function* point(proxy: NginxDecl, route: Route, upstream: string, host: Host): Procedure<void> {
  const ipv6 = yield* ask(ipv6Here());
  yield* place(proxy, route, host, renderRoute(route, upstream, ipv6));
}

function* restore(proxy: NginxDecl, route: Route, before: RouteState, host: Host): Procedure<void> {
  yield* place(proxy, route, host, before.text);
}

function* place(proxy: NginxDecl, route: Route, host: Host, text: string | undefined): Procedure<void> {
  const placement = {
    file: fileOf(proxy, route, host),
    lock: directoryOf(proxy, host),
    ...(text === undefined ? {} : { text }),
    test: testWords(host),
    reload: reloadWords(host),
  };
  yield* ask(placed("nginx", host, placement));
}
