import type { ProxyDecl, RouteDecl } from "../../schemas/stack";
import type { Host } from "./host";
import type { Procedure } from "./procedure";
import type { Check } from "./service";

/** A route with the name of the service it leads to. */
export type Route = RouteDecl & { readonly service: string };

/** Where a route leads now. */
export interface RouteState {
  /** "10.77.0.11:8080"; undefined where Ferry's route is not there yet. */
  readonly upstream?: string;
  /** The file that holds the route, for previews. */
  readonly file: string;
  /** The file's text as it is, so that it can be put back exactly; undefined where there is none. */
  readonly text?: string;
}

/** A proxy in front of services. Pure: every method describes work on the proxy's host. */
export interface Proxy<P extends ProxyDecl = ProxyDecl> {
  readonly kind: P["kind"];
  /** Writes nothing. */
  observe(proxy: P, route: Route, host: Host): Procedure<RouteState>;
  /** Is the proxy there, does its configuration test pass now, does another file serve the domain? Writes nothing. */
  checks(proxy: P, route: Route, host: Host): Procedure<readonly Check[]>;
  /**
   * Points the route at the upstream ("address:port"): writes the file, tests, reloads. Where the test or
   * the reload fails, the file is as it was before when the procedure throws.
   */
  point(proxy: P, route: Route, upstream: string, host: Host): Procedure<void>;
  /** Puts back exactly what `observe` saw, and reloads. */
  restore(proxy: P, route: Route, before: RouteState, host: Host): Procedure<void>;
}
