import { describe, expect, it } from "vitest";
import { compose, HOSTS, problemsOf, type Row, shop } from "./texts";

const rows: readonly Row[] = [
  {
    title: "an unknown host that resembles one",
    text: shop("kind: compose", "host: alhpa", "directory: /srv/shop"),
    problems: [
      '7:11: services.shop.host: no host is named "alhpa"; did you mean "alpha"? Hosts: alpha, beta.',
    ],
  },
  {
    title: "an unknown host",
    text: shop("kind: compose", "host: omega", "directory: /srv/shop"),
    problems: [
      '7:11: services.shop.host: no host is named "omega"; add it to hosts, or name another. Hosts: alpha, beta.',
    ],
  },
  {
    title: "a host where none is declared",
    text: `hosts: {}
services:
  shop: { kind: container, host: alpha }
`,
    problems: [
      '3:34: services.shop.host: no host is named "alpha"; add it to hosts, or name another. Hosts: none.',
    ],
  },
  {
    title: "an unknown host of a proxy",
    text: `${HOSTS}proxies:
  edge:
    kind: nginx
    host: gate
services: {}
`,
    problems: [
      '7:11: proxies.edge.host: no host is named "gate"; add it to hosts, or name another. Hosts: alpha, beta.',
    ],
  },
  {
    title: "a route where no proxy is declared",
    text: compose("route: { proxy: edge, domain: shop.example.org, port: 8080 }"),
    problems: [
      '9:21: services.shop.route.proxy: no proxy is named "edge"; add it to proxies, or name another. Proxies: none.',
    ],
  },
  {
    title: "an unknown proxy",
    text: `${HOSTS}proxies: { edge: { kind: nginx, host: alpha } }
services:
  shop:
    kind: container
    host: alpha
    route: { proxy: egde, domain: shop.example.org, port: 8080 }
`,
    problems: [
      '9:21: services.shop.route.proxy: no proxy is named "egde"; did you mean "edge"? Proxies: edge.',
    ],
  },
  {
    title: "an unknown host beside an unknown key",
    text: shop("kind: compose", "host: alhpa", "directory: /srv/shop", "colour: red"),
    problems: [
      '7:11: services.shop.host: no host is named "alhpa"; did you mean "alpha"? Hosts: alpha, beta.',
      '9:5: services.shop.colour: no key is named "colour" here; remove it. Keys: kind, host, route, health, move, hooks, directory, project, files.',
    ],
  },
  {
    title: "an unknown host behind an anchor",
    text: `${HOSTS}services:
  one: &one { kind: container, host: alhpa }
  two: { <<: *one, container: other }
`,
    problems: [
      '5:38: services.one.host: no host is named "alhpa"; did you mean "alpha"? Hosts: alpha, beta.',
      '5:38: services.two.host: no host is named "alhpa"; did you mean "alpha"? Hosts: alpha, beta.',
    ],
  },
  {
    title: "two hosts with one ssh destination",
    text: "hosts:\n  alpha: { ssh: root@10.77.0.11 }\n  beta: { ssh: root@10.77.0.11 }\nservices: {}\n",
    problems: [
      '3:16: hosts.beta.ssh: is the machine that host "alpha" is, and a service cannot move onto the host it is on; keep one of the two names.',
    ],
  },
  {
    title: "two hosts that differ only by user and default port",
    text: "hosts:\n  alpha: { ssh: root@Box.example.org }\n  beta: { ssh: deploy@box.example.org:22 }\nservices: {}\n",
    problems: [
      '3:16: hosts.beta.ssh: is the machine that host "alpha" is, and a service cannot move onto the host it is on; keep one of the two names.',
    ],
  },
  {
    title: "two local hosts in one directory",
    text: "hosts:\n  alpha: { local: .ferry/a }\n  beta: { local: ./.ferry//a/ }\nservices: {}\n",
    problems: [
      '3:18: hosts.beta.local: is, or shares files with, the directory of host "alpha"; give each host a directory of its own, none inside another.',
    ],
  },
  {
    title: "a local host inside another",
    text: "hosts:\n  alpha: { local: /tmp/a/b }\n  beta: { local: /tmp/a }\nservices: {}\n",
    problems: [
      '3:18: hosts.beta.local: is, or shares files with, the directory of host "alpha"; give each host a directory of its own, none inside another.',
    ],
  },
];

describe("names that refer to nothing", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
