import { describe, expect, it } from "vitest";
import { compose, problemsOf, type Row, shop } from "./texts";

const rows: readonly Row[] = [
  {
    title: "a path with ..",
    text: shop("kind: compose", "host: alpha", "directory: /srv/../etc/shop"),
    problems: [
      '8:16: services.shop.directory: "/srv/../etc/shop" holds "..", which may lead out of the directory that is meant; write "/etc/shop". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "a path that ends with ..",
    text: shop("kind: compose", "host: alpha", "directory: /srv/shop/.."),
    problems: [
      '8:16: services.shop.directory: "/srv/shop/.." holds "..", which may lead out of the directory that is meant; write "/srv". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "a relative path",
    text: shop("kind: compose", "host: alpha", "directory: srv/shop"),
    problems: [
      '8:16: services.shop.directory: "srv/shop" is no absolute path; write "/srv/shop". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "a path in the home directory",
    text: shop("kind: compose", "host: alpha", "directory: ~/shop"),
    problems: [
      '8:16: services.shop.directory: "~/shop" begins with "~", which no shell is there to expand. Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "a path with a line break",
    text: shop("kind: compose", "host: alpha", 'directory: "/srv/shop\\n"'),
    problems: [
      '8:16: services.shop.directory: "/srv/shop\\n" holds a line break or another character that does not show; write "/srv/shop". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "a path with .. behind a line separator",
    text: shop("kind: compose", "host: alpha", 'directory: "/srv\\u2028/../etc"'),
    problems: [
      '8:16: services.shop.directory: "/srv\\u2028/../etc" holds "..", which may lead out of the directory that is meant; write "/etc". Paths on a host begin with "/" and hold no "..".',
    ],
  },
  {
    title: "an empty path",
    text: shop("kind: compose", "host: alpha", 'directory: ""'),
    problems: ['8:16: services.shop.directory: is empty. Paths on a host begin with "/" and hold no "..".'],
  },
  {
    title: "a path of the system",
    text: shop("kind: compose", "host: alpha", "directory: /var/lib/"),
    problems: [
      "8:16: services.shop.directory: /var/lib belongs to the whole system, not to one service; name the service's own directory below it.",
    ],
  },
  {
    title: "a compose file outside the directory",
    text: compose("files: [../compose.yaml, /etc/x.yaml, -f]"),
    problems: [
      '9:13: services.shop.files[0]: "../compose.yaml" holds "..", which may lead out of the directory that is meant. Paths in this list lie below the directory and hold no "..".',
      '9:30: services.shop.files[1]: "/etc/x.yaml" is an absolute path. Paths in this list lie below the directory and hold no "..".',
      '9:43: services.shop.files[2]: "-f" begins with "-", which a command would take for an option. Paths in this list lie below the directory and hold no "..".',
    ],
  },
  {
    title: "a local host in a parent directory",
    text: "hosts: { a: { local: ../a }, b: { local: ~/b } }\nservices: {}\n",
    problems: [
      '1:22: hosts.a.local: "../a" holds "..", which may lead out of the directory that is meant. A directory on this machine: an absolute path, or one below the project\'s directory, without "..".',
      '1:42: hosts.b.local: "~/b" begins with "~", which no shell is there to expand. A directory on this machine: an absolute path, or one below the project\'s directory, without "..".',
    ],
  },
  {
    title: "a glob with ..",
    text: compose('move: { exclude: ["../other/**"] }'),
    problems: [
      '9:23: services.shop.move.exclude[0]: "../other/**" holds "..", which may lead out of the directory that is meant. Patterns are relative to the dataset, or absolute for a bind mount\'s files: uploads/**, *.log, cache/*.',
    ],
  },
  {
    title: "an empty glob",
    text: compose('move: { exclude: [""] }'),
    problems: [
      "9:23: services.shop.move.exclude[0]: is empty. Patterns are relative to the dataset, or absolute for a bind mount's files: uploads/**, *.log, cache/*.",
    ],
  },
  {
    title: "a glob for a directory",
    text: compose("move: { exclude: [cache/] }"),
    problems: [
      '9:23: services.shop.move.exclude[0]: "cache/" ends with "/", and would match no file; write "cache/**". Patterns are relative to the dataset, or absolute for a bind mount\'s files: uploads/**, *.log, cache/*.',
    ],
  },
  {
    title: "a negated glob",
    text: compose('move: { conflicts: { skip: ["!keep/**"] } }'),
    problems: [
      '9:33: services.shop.move.conflicts.skip[0]: "!keep/**" begins with "!", which would turn the list into its opposite. Patterns are relative to the dataset, or absolute for a bind mount\'s files: uploads/**, *.log, cache/*.',
    ],
  },
  {
    title: "a glob that is too long",
    text: compose(`move: { exclude: [${"a".repeat(1025)}] }`),
    problems: [
      '9:23: services.shop.move.exclude[0]: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." is longer than 1024 characters. Patterns are relative to the dataset, or absolute for a bind mount\'s files: uploads/**, *.log, cache/*.',
    ],
  },
];

describe("paths and patterns that are refused", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
