import { FerryError } from "../errors";
import type { Step } from "../move";
import { perform } from "../perform";

/** The last look before the commit: the copy on the target runs, the one on the source does not, the route leads there. */
export const confirm: Step = {
  name: "confirm",
  harmless: true,
  async do(move) {
    const { kind, service, source, target, routing } = move;
    move.took.downUntil ??= performance.now();
    const [left, right] = await Promise.all([
      perform(source, kind.locate(service, source.host)),
      perform(target, kind.locate(service, target.host)),
    ]);
    const complain = (host: string, text: string): FerryError =>
      new FerryError(text, {
        service: service.name,
        host,
        step: "confirm",
        remedy: "Find out who started or stopped it during the move.",
      });
    if (left.state === "running")
      throw complain(
        source.host.name,
        `${service.name} runs on ${source.host.name} again: ${left.evidence}.`,
      );
    if (right.state !== "running")
      throw complain(target.host.name, `${service.name} stopped on ${target.host.name}: ${right.evidence}.`);
    if (!routing) return;
    const { proxy, declaration, route, on, to } = routing;
    const now = await perform(on, proxy.observe(declaration, route, on.host));
    if (now.upstream !== to)
      throw complain(on.host.name, `${route.domain} leads to ${now.upstream ?? "nowhere"}, not to ${to}.`);
  },
};
