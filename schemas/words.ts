import { z } from "zod";

/**
 * The words that declarations are made of. Every pattern has a title, which is its name in an editor and the
 * key under which `reasons.ts` finds the sentence that says what is wrong with a value.
 */

/** Names of hosts, proxies and services: they become parts of file names, units and labels on the hosts. */
export const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/)
  .meta({ title: "name" })
  .describe(
    "1 to 63 lower-case letters, digits, dots, dashes and underscores; begins and ends with a letter or digit.",
  );

/** "500ms", "90s", "5m", "2h", "3d"; at most seven digits, so that milliseconds stay exact. */
export const duration = z
  .string()
  .regex(/^[0-9]{1,7}(?:ms|s|m|h|d)$/)
  .meta({ title: "duration" })
  .describe("A number and a unit: 500ms, 90s, 5m, 2h, 3d.");

/** "500kB/s", "20MB/s", "100Mbit/s"; never nothing. */
export const rate = z
  .string()
  .regex(/^[1-9][0-9]{0,6}(?:kB|MB|GB|kbit|Mbit|Gbit)\/s$/)
  .meta({ title: "rate" })
  .describe("A number and a unit of bytes or bits a second: 500kB/s, 20MB/s, 100Mbit/s.");

/** A path on a host. Control characters are refused: listings of files are lines, and terminals obey them. */
export const absolute = z
  .string()
  .regex(/^\/(?!(?:[\s\S]*\/)?\.\.(?:\/|$))\P{Cc}*$/u)
  .meta({ title: "absolute path" })
  .describe("An absolute path on the host, without `..`.");

/** A path below a directory that is declared beside it. */
export const relative = z
  .string()
  .regex(/^(?![/~-])(?!(?:[\s\S]*\/)?\.\.(?:\/|$))\P{Cc}+$/u)
  .meta({ title: "relative path" })
  .describe("A path below the directory, without `..`.");

/** A directory of this machine; no shell reads it, so `~` would be a directory of that name. */
export const localPath = z
  .string()
  .regex(/^(?![~-])(?!(?:[\s\S]*\/)?\.\.(?:\/|$))\P{Cc}+$/u)
  .meta({ title: "local path" })
  .describe("A directory on this machine; a relative one begins at the project's directory.");

/**
 * A picomatch glob. A leading `!` would turn a list into its opposite, a trailing `/` matches no file, and
 * `..` would leave the dataset: each looks right and does something else.
 */
export const glob = z
  .string()
  .max(1024)
  .regex(/^(?!!(?!\())(?!(?:[\s\S]*\/)?\.\.(?:\/|$))\P{Cc}*[^/\p{Cc}]$/u)
  .meta({ title: "glob" })
  .describe(
    "A pattern such as `uploads/**` or `*.log`, relative to the dataset, or absolute for a bind mount's files.",
  );

export const globs = z.array(glob).meta({ title: "globs" });

/** A command as a list of words. The first is the program; later ones may hold anything but be empty. */
export const argv = z
  .array(z.string().min(1))
  .min(1)
  .meta({ title: "command" })
  .describe("A command as a list of words; no shell is involved.");

export const port = z.number().int().min(1).max(65535).meta({ title: "port" });

/** A name as Docker takes it for networks and their drivers. */
export const dockerName = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/)
  .meta({ title: "docker name" })
  .describe("Letters, digits, dots, dashes and underscores; begins with a letter or digit.");

/** The addresses of a network, in CIDR form (RFC 4632, RFC 4291). */
export const subnet = z
  .string()
  .regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}|(?=[^:]*:[^:]*:)[0-9a-fA-F:.]+\/\d{1,3})$/)
  .meta({ title: "subnet" })
  .describe("Addresses in CIDR form: 10.9.0.0/24.");

/** An IP address or a DNS name, as it is written into a proxy's configuration. */
export const address = z
  .string()
  .regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|(?=[^:]*:[^:]*:)[0-9a-fA-F:.]+)$/)
  .meta({ title: "address" })
  .describe("An IP address or a DNS name, without a port.");

/** What ssh connects to. A leading dash would be read by ssh as an option. */
export const sshDestination = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9_][A-Za-z0-9._+\\-]*@)?(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?$/,
  )
  .meta({ title: "ssh destination" })
  .describe("user@host, user@host:port, or a name from ~/.ssh/config.");

/** A DNS name, with a leading `*.` where the proxy is to serve every name below it. */
export const domain = z
  .string()
  .max(253)
  .regex(
    /^(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
  )
  .meta({ title: "domain" })
  .describe("The name that clients ask for, without a scheme, port or path.");
