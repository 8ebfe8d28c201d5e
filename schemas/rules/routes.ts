import { type Finding, quoted } from "../problems";
import { clashes, joined, type View } from "./view";

/** Two services behind one domain of one proxy, or on one port of one host. */
export function sharedRoutes({ services }: View): Finding[] {
  const domains = clashes(
    services,
    (service) => joined(service.text("route", "proxy"), service.text("route", "domain")?.toLowerCase()),
    (later, earlier) => ({
      path: [...later.path, "route", "domain"],
      message: `service ${quoted(earlier.name)} has the same route: ${later.text("route", "domain")} on proxy ${quoted(later.text("route", "proxy") ?? "")}`,
      suggestion: "give one of them another domain or another proxy",
      got: later.text("route", "domain") ?? "",
    }),
  );
  const ports = clashes(
    services,
    (service) => joined(service.text("host"), service.number("route", "port")),
    (later, earlier) => ({
      path: [...later.path, "route", "port"],
      message: `port ${later.number("route", "port")} of host ${quoted(later.text("host") ?? "")} belongs to service ${quoted(earlier.name)}`,
      suggestion: "give one of them another port or another host",
      got: String(later.number("route", "port")),
    }),
  );
  return [...domains, ...ports];
}

/** A look at a service over HTTP without a port to ask, and a look that may take no time at all. */
export function unaskableHealth({ services }: View): Finding[] {
  return services.flatMap((service): Finding[] => {
    const path = [...service.path, "health"];
    const lacksPort = !service.has("route") && service.number("health", "port") === undefined;
    const within = service.text("health", "within") ?? "";
    const found: Finding[] = [];
    if (service.text("health", "http") !== undefined && lacksPort) {
      found.push({
        path: [...path, "http"],
        message: "there is no port to ask",
        suggestion: 'add "port" to health, or a route to the service',
      });
    }
    if (/^0+[a-z]+$/.test(within)) {
      found.push({
        path: [...path, "within"],
        message: "leaves no time to start",
        suggestion: "write how long the start may take, such as 60s",
        got: within,
      });
    }
    return found;
  });
}
