import { nearest } from "../explain/nearest";
import { either } from "../explain/values";
import { type Finding, quoted } from "../problems";
import { type Entry, listing, type View } from "./view";

const IN_FILE = ["{service}", "{domain}"];
const IN_TEMPLATE = ["{service}", "{domain}", "{upstream}", "{address}", "{port}"];

/** Templates that cannot lead to a service, and file names that would be one for several. */
export function templatesThatCannotWork({ proxies, services }: View): Finding[] {
  return proxies
    .filter((proxy) => proxy.text("kind") === "command")
    .flatMap((proxy) => [
      ...leadsNowhere(proxy),
      ...strangePlaceholders(proxy, "file", IN_FILE),
      ...strangePlaceholders(proxy, "template", IN_TEMPLATE),
      ...oneFileForAll(proxy, services),
    ]);
}

/** What stands in single braces; `{{word}}` is the text `{word}`, because other tools have placeholders too. */
function placeholders(text: string | undefined): string[] {
  const tokens = text?.match(/\{\{[A-Za-z][A-Za-z0-9_]*\}\}|\{[A-Za-z][A-Za-z0-9_]*\}/g) ?? [];
  return tokens.filter((token) => !token.startsWith("{{"));
}

function leadsNowhere(proxy: Entry): Finding[] {
  const template = proxy.text("template");
  const used = placeholders(template);
  if (template === undefined || used.includes("{upstream}") || used.includes("{address}")) return [];
  return [
    {
      path: [...proxy.path, "template"],
      message: "does not say where the service is, so a move could not change it",
      suggestion: "put {upstream} (address and port), or {address}, where the proxy expects it",
    },
  ];
}

function strangePlaceholders(proxy: Entry, key: "file" | "template", known: readonly string[]): Finding[] {
  const strange = new Set(placeholders(proxy.text(key)).filter((name) => !known.includes(name)));
  return [...strange].slice(0, 1).map((name) => {
    const meant = nearest(bare(name), known.map(bare));
    return {
      path: [...proxy.path, key],
      message: `nothing replaces ${name}`,
      suggestion:
        meant === undefined ? `write {${name}} if the braces are meant` : `did you mean {${meant}}?`,
      expected: listing("Replaced", known),
      got: name,
    };
  });
}

function bare(placeholder: string): string {
  return placeholder.slice(1, -1);
}

function oneFileForAll(proxy: Entry, services: readonly Entry[]): Finding[] {
  const file = proxy.text("file");
  const routed = services.filter((service) => service.text("route", "proxy") === proxy.name);
  const tellsApart = placeholders(file).some((name) => IN_FILE.includes(name));
  if (file === undefined || routed.length < 2 || tellsApart) return [];
  const names = routed.map(({ name }) => quoted(name));
  return [
    {
      path: [...proxy.path, "file"],
      message: `is one file for ${either(names, "and")}, which would overwrite each other's route`,
      suggestion: "put {service} or {domain} into its name",
      got: file,
    },
  ];
}
