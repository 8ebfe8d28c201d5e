import { describe, expect, it } from "vitest";
import { compose, HOSTS, problemsOf, type Row, shop } from "./texts";

const rows: readonly Row[] = [
  {
    title: "two services with one route",
    text: `${HOSTS}proxies: { edge: { kind: nginx, host: beta } }
services:
  one: { kind: container, host: alpha, route: { proxy: edge, domain: shop.example.org, port: 80 } }
  two: { kind: container, host: beta, route: { proxy: edge, domain: SHOP.example.org, port: 80 } }
`,
    problems: [
      '7:69: services.two.route.domain: service "one" has the same route: SHOP.example.org on proxy "edge"; give one of them another domain or another proxy.',
    ],
  },
  {
    title: "two services on one port of one host",
    text: `${HOSTS}proxies: { edge: { kind: nginx, host: beta } }
services:
  one: { kind: container, host: alpha, route: { proxy: edge, domain: one.example.org, port: 80 } }
  two: { kind: container, host: alpha, route: { proxy: edge, domain: two.example.org, port: 80 } }
`,
    problems: [
      '7:93: services.two.route.port: port 80 of host "alpha" belongs to service "one"; give one of them another port or another host.',
    ],
  },
  {
    title: "two services in one directory",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/shop, project: one }
  two: { kind: compose, host: alpha, directory: /srv//shop/, project: two }
`,
    problems: [
      '6:49: services.two.directory: is the path "/srv/shop" of service "one" on the same host; give each service a directory of its own.',
    ],
  },
  {
    title: "a service inside another's directory",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/shop }
  two: { kind: compose, host: alpha, directory: /srv/shop/admin }
`,
    problems: [
      '6:49: services.two.directory: lies inside the path "/srv/shop" of service "one" on the same host; give each service a directory of its own.',
    ],
  },
  {
    title: "a service around another's directory",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/shop/admin }
  two: { kind: compose, host: alpha, directory: /srv/shop }
`,
    problems: [
      '6:49: services.two.directory: holds the path "/srv/shop/admin" of service "one" on the same host; give each service a directory of its own.',
    ],
  },
  {
    title: "data inside another's directory",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/shop }
  two: { kind: process, host: alpha, directory: /srv/mail, data: [/srv/shop/mail], start: [a], stop: [a], status: [a] }
`,
    problems: [
      '6:67: services.two.data[0]: lies inside the path "/srv/shop" of service "one" on the same host; give each service a directory of its own.',
    ],
  },
  {
    title: "data inside the service's own directory",
    text: shop(
      "kind: process",
      "host: alpha",
      "directory: /srv/mail",
      "data: [/srv/mail/spool, /srv/spool, /srv/spool]",
      "start: [a]",
      "stop: [a]",
      "status: [a]",
    ),
    problems: [
      '9:12: services.shop.data[0]: lies inside the path "/srv/mail" that this service names too; name only the outer one; it travels whole.',
      '9:41: services.shop.data[2]: is the path "/srv/spool" that this service names too; name only the outer one; it travels whole.',
    ],
  },
  {
    title: "two services with one Compose project",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/one, project: shop }
  two: { kind: compose, host: alpha, directory: /srv/two, project: shop }
`,
    problems: [
      '6:68: services.two.project: service "one" on the same host would be the same Compose project, "shop"; give each its own "project" (the name that its compose file has, if it has one).',
    ],
  },
  {
    title: "two directories that Compose gives one name",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/one/App }
  two: { kind: compose, host: alpha, directory: /srv/two/app }
`,
    problems: [
      '6:49: services.two.directory: service "one" on the same host would be the same Compose project, "app"; give each its own "project" (the name that its compose file has, if it has one).',
    ],
  },
  {
    title: "two services with one container",
    text: `${HOSTS}services:
  one: { kind: container, host: alpha, container: shop }
  shop: { kind: container, host: alpha }
  two: { kind: container, host: alpha, container: shop }
`,
    problems: [
      '6:3: services.shop: service "one" is the same container, "shop", on the same host; name another container, or remove one of the two services.',
      '7:51: services.two.container: service "one" is the same container, "shop", on the same host; name another container, or remove one of the two services.',
    ],
  },
  {
    title: "a look over HTTP without a port",
    text: compose("health: { http: /healthz }"),
    problems: [
      '9:21: services.shop.health.http: there is no port to ask; add "port" to health, or a route to the service.',
    ],
  },
  {
    title: "a pattern under both decisions",
    text: compose('move: { conflicts: { overwrite: ["a/**"], skip: [b, "a/**"] } }'),
    problems: [
      '9:57: services.shop.move.conflicts.skip[1]: "a/**" is in overwrite too; keep it in one of the two lists.',
    ],
  },
  {
    title: "two services that lie in one directory and are one project",
    text: `${HOSTS}services:
  one: { kind: compose, host: alpha, directory: /srv/shop }
  two: { kind: compose, host: alpha, directory: /srv/shop }
`,
    problems: [
      '6:49: services.two.directory: is the path "/srv/shop" of service "one" on the same host; give each service a directory of its own.',
    ],
  },
];

describe("services in each other's way", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
