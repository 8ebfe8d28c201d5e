import { listListeners } from "../commands/host";
import { CommandFailed, type Fact } from "../model/procedure";
import type { Port } from "../model/service";

/** A port of the host that something listens on. */
export interface Listener extends Port {
  /** The program, where the user may see it: "nginx". */
  readonly program?: string;
}

/** Every TCP and UDP port that something on the host listens on. */
export const listeners = (): Fact<readonly Listener[]> => {
  const ask = listListeners();
  return {
    ask,
    shared: true,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseListeners(result.stdout);
    },
  };
};

/** Reads what `listListeners` printed: "ss" and the lines of `ss -Hltunp`, or "proc" and the kernel's tables. */
export function parseListeners(text: string): Listener[] {
  const [how, ...lines] = text.split("\n");
  if (how === "ss") return lines.flatMap(ofSocketStatistics);
  if (how !== "proc") throw new SyntaxError("neither ss nor the kernel's tables");
  let table = "";
  return lines.flatMap((line) => {
    if (/^(?:tcp|udp)6?$/.test(line)) table = line;
    return ofKernel(table, line);
  });
}

/** `tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=7,fd=6))` (iproute2). */
function ofSocketStatistics(line: string): Listener[] {
  const [protocol, , , , local = ""] = line.trim().split(/\s+/);
  if (protocol !== "tcp" && protocol !== "udp") return [];
  const colon = local.lastIndexOf(":");
  const port = Number(local.slice(colon + 1));
  if (!Number.isInteger(port) || port < 1) return [];
  const program = /users:\(\("([^"]*)"/.exec(line)?.[1];
  const address = local
    .slice(0, colon)
    .replace(/%.*$/, "")
    .replace(/^\[|\]$/g, "");
  // "*" is a socket of both IPv4 and IPv6.
  return [{ address: address === "*" ? "::" : address, port, protocol, ...(program ? { program } : {}) }];
}

const LISTENING: Readonly<Record<string, string>> = { tcp: "0A", udp: "07" };

/** `0: 0100007F:1F90 00000000:0000 0A …`, proc(5): addresses in hexadecimal, words in the machine's byte order. */
function ofKernel(table: string, line: string): Listener[] {
  const found = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /.exec(line);
  if (!found) return [];
  const [, hex = "", port = "", state] = found;
  const protocol = table.startsWith("udp") ? "udp" : "tcp";
  if (state !== LISTENING[protocol]) return [];
  const address = hex.length === 8 ? ipv4(hex) : ipv6(hex);
  return [{ address, port: Number.parseInt(port, 16), protocol }];
}

const octets = (word: string): string[] => (word.match(/../g) ?? []).reverse();

const ipv4 = (hex: string): string =>
  octets(hex)
    .map((octet) => Number.parseInt(octet, 16))
    .join(".");

function ipv6(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(octets).join("").toLowerCase();
  if (/^0{20}ffff/.test(bytes)) return ipv4(octets(bytes.slice(24)).join(""));
  const groups = (bytes.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, ""));
  return shorten(groups);
}

/** The longest run of zero groups becomes "::" (RFC 5952). */
function shorten(groups: readonly string[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at++) {
    let length = 0;
    while (groups[at + length] === "0") length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(":");
  return `${groups.slice(0, best.at).join(":")}::${groups.slice(best.at + best.length).join(":")}`;
}
