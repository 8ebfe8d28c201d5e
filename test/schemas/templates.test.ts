import { describe, expect, it } from "vitest";
import { HOSTS, problemsOf, type Row } from "./texts";

const rows: readonly Row[] = [
  {
    title: "a template without the service's address",
    text: `${HOSTS}proxies:
  edge:
    kind: command
    host: alpha
    file: /etc/caddy/{service}
    template: hello
    reload: [caddy, reload]
services: {}
`,
    problems: [
      "9:15: proxies.edge.template: does not say where the service is, so a move could not change it; put {upstream} (address and port), or {address}, where the proxy expects it.",
    ],
  },
  {
    title: "unknown placeholders",
    text: `${HOSTS}proxies:
  edge:
    kind: command
    host: alpha
    file: /etc/caddy/{servcie}
    template: "{upstream} {host}"
    reload: [caddy, reload]
services: {}
`,
    problems: [
      "8:11: proxies.edge.file: nothing replaces {servcie}; did you mean {service}? Replaced: {service}, {domain}.",
      "9:15: proxies.edge.template: nothing replaces {host}; write {{host}} if the braces are meant. Replaced: {service}, {domain}, {upstream}, {address}, {port}.",
    ],
  },
  {
    title: "one route file for two services",
    text: `${HOSTS}proxies:
  front: { kind: command, host: beta, file: /etc/caddy/site, template: "{upstream}", reload: [caddy, reload] }
services:
  one: { kind: container, host: alpha, route: { proxy: front, domain: one.example.org, port: 80 } }
  two: { kind: container, host: beta, route: { proxy: front, domain: two.example.org, port: 80 } }
`,
    problems: [
      '5:45: proxies.front.file: is one file for "one" and "two", which would overwrite each other\'s route; put {service} or {domain} into its name.',
    ],
  },
];

describe("templates of a command proxy that cannot work", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
