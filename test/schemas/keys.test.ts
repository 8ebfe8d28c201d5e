import { describe, expect, it } from "vitest";
import { compose, HOSTS, problemsOf, type Row, shop } from "./texts";

const NAME =
  "Names become parts of file names, units and labels on the hosts, so they hold 1 to 63 lower-case letters, " +
  "digits, dots, dashes and underscores, and begin and end with a letter or digit.";

const rows: readonly Row[] = [
  {
    title: "a typo of a key that is needed",
    text: shop("kind: compose", "hots: alpha", "directory: /srv/shop"),
    problems: [
      '7:5: services.shop.hots: no key is named "hots" here; did you mean "host"? Keys: kind, host, route, health, move, hooks, directory, project, files.',
    ],
  },
  {
    title: "a typo of a key that is not needed",
    text: compose("heath: { http: /healthz }"),
    problems: [
      '9:5: services.shop.heath: no key is named "heath" here; did you mean "health"? Keys: kind, host, route, health, move, hooks, directory, project, files.',
    ],
  },
  {
    title: "a key that resembles nothing",
    text: compose("colour: red"),
    problems: [
      '9:5: services.shop.colour: no key is named "colour" here; remove it. Keys: kind, host, route, health, move, hooks, directory, project, files.',
    ],
  },
  {
    title: "a key in a nested map",
    text: compose("move: { conflicts: { overwite: [a] } }"),
    problems: [
      '9:26: services.shop.move.conflicts.overwite: no key is named "overwite" here; did you mean "overwrite"? Keys: default, overwrite, skip.',
    ],
  },
  {
    title: "a key of another kind",
    text: shop("kind: container", "host: alpha", "directory: /srv/shop"),
    problems: [
      '8:5: services.shop.directory: kind "container" has no key "directory"; remove it; it belongs to kind "compose" and kind "process". Keys: kind, host, route, health, move, hooks, container.',
    ],
  },
  {
    title: "a key of two other kinds' common name in a host",
    text: "hosts: { here: { local: here, become: sudo } }\nservices: {}\n",
    problems: [
      '1:31: hosts.here.become: a host with "local" has no key "become"; remove it; it belongs to a host with "ssh". Keys: local, address.',
    ],
  },
  {
    title: "an unknown top-level key",
    text: `${HOSTS}servces: {}
`,
    problems: [
      '4:1: servces: no key is named "servces" here; did you mean "services"? Keys: hosts, proxies, services.',
    ],
  },
  {
    title: "a missing top-level key",
    text: "services: {}\n",
    problems: ['1:1: "hosts" is missing; add it. The servers, by name.'],
  },
  {
    title: "both top-level keys missing",
    text: "{}\n",
    problems: ['1:1: "hosts" and "services" are missing; add them.'],
  },
  {
    title: "a missing key",
    text: shop("kind: compose", "host: alpha"),
    problems: [
      '5:3: services.shop: "directory" is missing; add it. The directory of the compose file; it travels whole.',
    ],
  },
  {
    title: "several missing keys",
    text: shop("kind: process", "directory: /srv/shop", "start: [a]"),
    problems: ['5:3: services.shop: "host", "stop" and "status" are missing; add them.'],
  },
  {
    title: "a missing kind",
    text: shop("host: alpha", "directory: /srv/shop"),
    problems: ['5:3: services.shop: "kind" is missing; add it. Kinds: compose, container, process.'],
  },
  {
    title: "a typo in kind as a key",
    text: shop("knd: compose", "host: alpha"),
    problems: [
      '6:5: services.shop.knd: no key is named "knd" here; did you mean "kind"? Kinds: compose, container, process.',
    ],
  },
  {
    title: "an unknown kind that resembles one",
    text: shop("kind: compsoe", "host: alpha", "directory: /srv/shop"),
    problems: [
      '6:11: services.shop.kind: no kind is named "compsoe"; did you mean "compose"? Kinds: compose, container, process.',
    ],
  },
  {
    title: "an unknown kind, with another mistake in the same service",
    text: shop("kind: compsoe", "host: alpha", "directory: srv/shop"),
    problems: [
      '6:11: services.shop.kind: no kind is named "compsoe"; did you mean "compose"? Kinds: compose, container, process.',
      '8:16: services.shop.directory: "srv/shop" is no absolute path; write "/srv/shop". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "an unknown kind",
    text: shop("kind: kubernetes", "host: alpha"),
    problems: [
      '6:11: services.shop.kind: no kind is named "kubernetes"; write one of them. Kinds: compose, container, process.',
    ],
  },
  {
    title: "a kind that is a number",
    text: shop("kind: 5", "host: alpha"),
    problems: [
      "6:11: services.shop.kind: must be the name of a kind, is the number 5; write one of them. Kinds: compose, container, process.",
    ],
  },
  {
    title: "a kind that is empty",
    text: shop("kind:", "host: alpha"),
    problems: ["6:5: services.shop.kind: is empty; write one of them. Kinds: compose, container, process."],
  },
  {
    title: "an unknown kind of proxy",
    text: `${HOSTS}proxies:
  edge:
    kind: ngnix
    host: alpha
services: {}
`,
    problems: [
      '6:11: proxies.edge.kind: no kind is named "ngnix"; did you mean "nginx"? Kinds: nginx, command.',
    ],
  },
  {
    title: "a host without ssh and local",
    text: "hosts: { alpha: {} }\nservices: {}\n",
    problems: [
      '1:10: hosts.alpha: has neither "ssh" nor "local"; add the one that says how it is reached. "ssh": A server that is reached by ssh. "local": A directory on this machine, for trying things out.',
    ],
  },
  {
    title: "a host with both",
    text: "hosts: { alpha: { ssh: alpha, local: here } }\nservices: {}\n",
    problems: [
      '1:10: hosts.alpha: has both "ssh" and "local"; keep one of them. "ssh": A server that is reached by ssh. "local": A directory on this machine, for trying things out.',
    ],
  },
  {
    title: "a host with a typo of ssh",
    text: "hosts: { alpha: { shs: alpha } }\nservices: {}\n",
    problems: [
      '1:19: hosts.alpha.shs: no key is named "shs" here; did you mean "ssh"? Keys: ssh, become, address, networks.',
    ],
  },
  {
    title: "a service named __proto__",
    text: `${HOSTS}services:
  __proto__: { kind: container, host: alpha }
`,
    problems: [
      `5:3: services.__proto__: "__proto__" does not begin and end with a letter or digit; write "proto". ${NAME}`,
    ],
  },
  {
    title: "a host named as what every object has",
    text: `${HOSTS}services:
  shop: { kind: container, host: constructor }
`,
    problems: [
      '5:34: services.shop.host: no host is named "constructor"; add it to hosts, or name another. Hosts: alpha, beta.',
    ],
  },
];

describe("keys that are unknown, missing or elsewhere", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
