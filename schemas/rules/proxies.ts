import { nearest } from "../explain/nearest";
import { either } from "../explain/values";
import { type Finding, quoted } from "../problems";
import { type Entry, listing, type View } from "./view";

const IN_FILE = ["{service}", "{domain}"];
const LEADS_TO_SERVICE = /\{(?:upstream|address)\}/;

/** Templates that cannot lead to a service, and file names that would be one for several. */
export function templatesThatCannotWork({ proxies, services }: View): Finding[] {
  return proxies
    .filter((proxy) => proxy.text("kind") === "command")
    .flatMap((proxy) => [
      ...leadsNowhere(proxy),
      ...strangePlaceholders(proxy),
      ...oneFileForAll(proxy, services),
    ]);
}

function leadsNowhere(proxy: Entry): Finding[] {
  const template = proxy.text("template");
  if (template === undefined || LEADS_TO_SERVICE.test(template)) return [];
  return [
    {
      path: [...proxy.path, "template"],
      message: "does not say where the service is, so a move could not change it",
      suggestion: "put {upstream} (address and port), or {address}, where the proxy expects it",
    },
  ];
}

function strangePlaceholders(proxy: Entry): Finding[] {
  const names = proxy.text("file")?.match(/\{[^{}]*\}/g) ?? [];
  return names
    .filter((name) => !IN_FILE.includes(name))
    .slice(0, 1)
    .map((name) => {
      const meant = nearest(name, IN_FILE);
      return {
        path: [...proxy.path, "file"],
        message: `nothing replaces ${quoted(name)} in the file's name`,
        suggestion: meant === undefined ? "remove it" : `did you mean ${quoted(meant)}?`,
        expected: listing("Replaced", IN_FILE).replaceAll('"', ""),
        got: name,
      };
    });
}

function oneFileForAll(proxy: Entry, services: readonly Entry[]): Finding[] {
  const file = proxy.text("file");
  const routed = services.filter((service) => service.text("route", "proxy") === proxy.name);
  if (file === undefined || routed.length < 2 || IN_FILE.some((part) => file.includes(part))) return [];
  return [
    {
      path: [...proxy.path, "file"],
      message: `is one file for ${either(
        routed.map(({ name }) => quoted(name)),
        "and",
      )}, which would overwrite each other's route`,
      suggestion: "put {service} or {domain} into its name",
      got: file,
    },
  ];
}
