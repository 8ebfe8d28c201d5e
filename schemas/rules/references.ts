import { nearest } from "../explain/nearest";
import { type Finding, quoted } from "../problems";
import { type Entry, listing, type View } from "./view";

/** Hosts and proxies that are named, and not declared. */
export function unknownNames({ hosts, proxies, services }: View): Finding[] {
  const ofHosts =
    hosts === undefined
      ? []
      : [...proxies, ...services].flatMap((entry) => unknown("host", entry, ["host"], hosts));
  const ofProxies = services.flatMap((service) => unknown("proxy", service, ["route", "proxy"], proxies));
  return [...ofHosts, ...ofProxies];
}

const PLURALS = { host: "hosts", proxy: "proxies" } as const;

function unknown(
  word: keyof typeof PLURALS,
  entry: Entry,
  keys: readonly string[],
  declared: readonly Entry[],
): Finding[] {
  const said = entry.text(...keys);
  const names = declared.map(({ name }) => name);
  if (said === undefined || names.includes(said)) return [];
  const meant = nearest(said, names);
  const section = PLURALS[word];
  const title = section.replace(/^./, (first) => first.toUpperCase());
  return [
    {
      path: [...entry.path, ...keys],
      message: `no ${word} is named ${quoted(said)}`,
      suggestion:
        meant === undefined ? `add it to ${section}, or name another` : `did you mean ${quoted(meant)}?`,
      expected: listing(title, names),
      got: said,
    },
  ];
}
