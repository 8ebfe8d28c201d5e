import { describe, expect, it } from "vitest";
import { compose, problemsOf, type Row, shop } from "./texts";

const rows: readonly Row[] = [
  {
    title: "a duration without a unit",
    text: compose('health: { within: "60" }'),
    problems: [
      '9:23: services.shop.health.within: "60" has no unit; write "60s". A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "a duration of two units",
    text: compose("health: { within: 1h30m }"),
    problems: [
      '9:23: services.shop.health.within: "1h30m" has more than one unit; write "90m". A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "a duration in words",
    text: compose("health: { within: 5 minutes }"),
    problems: [
      '9:23: services.shop.health.within: "5 minutes" is no duration; write "5m". A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "a fraction",
    text: compose("move: { retain: 1.5d }"),
    problems: [
      '9:21: services.shop.move.retain: "1.5d" is no whole number; write "36h". A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "a negative duration",
    text: compose("health: { within: -5s }"),
    problems: [
      '9:23: services.shop.health.within: "-5s" is less than nothing. A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "no duration",
    text: compose("health: { within: soon }"),
    problems: [
      '9:23: services.shop.health.within: "soon" is no duration. A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "an endless duration",
    text: compose("move: { retain: 99999999d }"),
    problems: [
      '9:21: services.shop.move.retain: "99999999d" is longer than any move. A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "no time to start",
    text: compose("health: { within: 0s }"),
    problems: [
      "9:23: services.shop.health.within: leaves no time to start; write how long the start may take, such as 60s.",
    ],
  },
  {
    title: "a health path without a slash",
    text: compose("health: { http: healthz, port: 80 }"),
    problems: [
      '9:21: services.shop.health.http: "healthz" does not begin with "/"; write "/healthz". A path of the service, such as "/healthz".',
    ],
  },
  {
    title: "a health URL",
    text: compose('health: { http: "http://localhost:8080/healthz", port: 80 }'),
    problems: [
      '9:21: services.shop.health.http: "http://localhost:8080/healthz" is a whole address; the host and the port are known already; write "/healthz". A path of the service, such as "/healthz".',
    ],
  },
  {
    title: "a health path with a space",
    text: compose('health: { http: "/health z", port: 80 }'),
    problems: [
      '9:21: services.shop.health.http: "/health z" holds a space; write "/healthz". A path of the service, such as "/healthz".',
    ],
  },
  {
    title: "an ssh URL",
    text: "hosts: { a: { ssh: ssh://root@a:22 } }\nservices: {}\n",
    problems: [
      '1:20: hosts.a.ssh: "ssh://root@a:22" is a URL; write "root@a:22". Write user@host, user@host:port, or a name from ~/.ssh/config.',
    ],
  },
  {
    title: "ssh options",
    text: 'hosts: { a: { ssh: "-oProxyCommand=x" }, b: { ssh: "root@b -p 22" } }\nservices: {}\n',
    problems: [
      '1:20: hosts.a.ssh: "-oProxyCommand=x" begins with "-", which ssh would take for an option. Write user@host, user@host:port, or a name from ~/.ssh/config.',
      '1:52: hosts.b.ssh: "root@b -p 22" holds a space; options belong into ~/.ssh/config. Write user@host, user@host:port, or a name from ~/.ssh/config.',
    ],
  },
  {
    title: "an ssh host that begins with a dash",
    text: "hosts: { a: { ssh: root@-a } }\nservices: {}\n",
    problems: [
      '1:20: hosts.a.ssh: "root@-a" has a host that begins with "-", which ssh would take for an option. Write user@host, user@host:port, or a name from ~/.ssh/config.',
    ],
  },
  {
    title: "an ssh password",
    text: 'hosts: { a: { ssh: "root:secret@a" } }\nservices: {}\n',
    problems: [
      '1:20: hosts.a.ssh: "root:***@a" holds a password or a colon before the @; ssh asks the agent and the keys instead. Write user@host, user@host:port, or a name from ~/.ssh/config.',
    ],
  },
  {
    title: "a bare IPv6 address",
    text: 'hosts: { a: { ssh: "root@fd00::1" } }\nservices: {}\n',
    problems: [
      '1:20: hosts.a.ssh: "root@fd00::1" is an IPv6 address without brackets; write "root@[fd00::1]". Write user@host, user@host:port, or a name from ~/.ssh/config.',
    ],
  },
  {
    title: "an ssh port that is none",
    text: 'hosts: { a: { ssh: "root@a:ssh" }, b: { ssh: "root@b:99999" } }\nservices: {}\n',
    problems: [
      '1:20: hosts.a.ssh: "root@a:ssh" has a port that is no number. Write user@host, user@host:port, or a name from ~/.ssh/config.',
      "1:46: hosts.b.ssh: port 99999 does not exist; write a port from 1 to 65535, or leave it out for what ssh uses.",
    ],
  },
  {
    title: "an address with a port",
    text: 'hosts: { a: { ssh: a, address: "10.0.0.1:80" } }\nservices: {}\n',
    problems: [
      '1:32: hosts.a.address: "10.0.0.1:80" holds a port; write "10.0.0.1". Write an IP address or a DNS name, without a user, a scheme or a port.',
    ],
  },
  {
    title: "an address that is a URL",
    text: 'hosts: { a: { ssh: a, address: "http://a.example.org/" } }\nservices: {}\n',
    problems: [
      '1:32: hosts.a.address: "http://a.example.org/" is a URL; write "a.example.org". Write an IP address or a DNS name, without a user, a scheme or a port.',
    ],
  },
  {
    title: "a network's name that Docker does not take",
    text: "hosts: { a: { ssh: a, networks: { my net: {} } } }\nservices: {}\n",
    problems: [
      '1:35: hosts.a.networks["my net"]: "my net" holds a space. Docker allows letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
    ],
  },
  {
    title: "a subnet without its prefix length",
    text: "hosts: { a: { ssh: a, networks: { backbone: { subnet: 10.9.0.0 } } } }\nservices: {}\n",
    problems: [
      '1:55: hosts.a.networks.backbone.subnet: "10.9.0.0" has no prefix length. Write a network\'s first address and the length of its prefix, such as 10.9.0.0/24.',
    ],
  },
  {
    title: "networks of a directory that acts as a host",
    text: "hosts: { a: { local: a, networks: { backbone: {} } } }\nservices: {}\n",
    problems: [
      '1:25: hosts.a.networks: a host with "local" has no key "networks"; remove it; it belongs to a host with "ssh". Keys: local, address.',
    ],
  },
  {
    title: "a project name",
    text: compose("project: My Shop"),
    problems: [
      '9:14: services.shop.project: "My Shop" holds a space; write "my-shop". Compose allows lower-case letters, digits, dashes and underscores, beginning with a letter or digit.',
    ],
  },
  {
    title: "a container name",
    text: shop("kind: container", "host: alpha", "container: -x"),
    problems: [
      '8:16: services.shop.container: "-x" begins with "-", which a command would take for an option. Docker allows letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
    ],
  },
];

describe("texts that do not have the form they need", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
