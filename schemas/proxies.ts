import { z } from "zod";
import { absolute, argv, name } from "./words";

export const nginx = z
  .strictObject({
    kind: z.literal("nginx").describe("nginx, with a file of its own for each route."),
    host: name.describe("The host that nginx runs on."),
    directory: absolute.optional().describe("Where route files go; /etc/nginx/conf.d by default."),
  })
  .describe("nginx: Ferry writes one file per route, tests, reloads.");

export const commandProxy = z
  .strictObject({
    kind: z.literal("command").describe("Any other proxy that reads files and can be told to reload."),
    host: name.describe("The host that the proxy runs on."),
    file: absolute.describe(
      "The file that the template is written to; {service} and {domain} are replaced in it.",
    ),
    template: z
      .string()
      .min(1)
      .describe(
        "The file's text; {service}, {domain}, {upstream}, {address} and {port} are replaced in it, {{word}} is the text {word}.",
      ),
    test: argv.optional().describe("Checks the proxy's configuration before the reload; a list of words."),
    reload: argv.describe("Makes the proxy read its configuration; a list of words."),
  })
  .describe("Any other proxy: a template, a test command, a reload command.");

/** What stands in front of services and is repointed when one moves. */
export const proxy = z.discriminatedUnion("kind", [nginx, commandProxy]);
