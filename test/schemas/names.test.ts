import { describe, expect, it } from "vitest";
import { HOSTS, problemsOf, type Row, shop } from "./texts";

const NAME =
  "Names become parts of file names, units and labels on the hosts, so they hold 1 to 63 lower-case letters, " +
  "digits, dots, dashes and underscores, and begin and end with a letter or digit.";

const rows: readonly Row[] = [
  {
    title: "a service named with a space",
    text: `${HOSTS}services:
  "my shop": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["my shop"]: "my shop" holds a space; write "my-shop". ${NAME}`],
  },
  {
    title: "a service named with a leading dash",
    text: `${HOSTS}services:
  "-shop": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services.-shop: "-shop" begins with "-", which a command would take for an option; write "shop". ${NAME}`,
    ],
  },
  {
    title: "a service named with a single quote",
    text: `${HOSTS}services:
  "it's": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["it's"]: "it's" holds a quote; write "it-s". ${NAME}`],
  },
  {
    title: "a service named with a double quote",
    text: `${HOSTS}services:
  "a\\"b": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["a\\"b"]: "a\\"b" holds a quote; write "a-b". ${NAME}`],
  },
  {
    title: "a service named with a backquote",
    text: `${HOSTS}services:
  "a\`b": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["a\`b"]: "a\`b" holds a quote; write "a-b". ${NAME}`],
  },
  {
    title: "a service named with a line break",
    text: `${HOSTS}services:
  "a\\nb": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["a\\nb"]: "a\\nb" holds a line break; write "a-b". ${NAME}`],
  },
  {
    title: "a service named with an upper-case letter",
    text: `${HOSTS}services:
  "Shop": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services.Shop: "Shop" holds an upper-case letter; write "shop". ${NAME}`],
  },
  {
    title: "a service named with an umlaut",
    text: `${HOSTS}services:
  "schön": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services["schön"]: "schön" holds a character that a name may not have; write "schon". ${NAME}`,
    ],
  },
  {
    title: "a service named with a slash",
    text: `${HOSTS}services:
  "a/b": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["a/b"]: "a/b" holds a slash, and would become a path; write "a-b". ${NAME}`],
  },
  {
    title: "a service named with a backslash",
    text: `${HOSTS}services:
  "a\\\\b": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services["a\\\\b"]: "a\\\\b" holds a slash, and would become a path; write "a-b". ${NAME}`,
    ],
  },
  {
    title: "a service named with two dots as a whole",
    text: `${HOSTS}services:
  "..": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services[".."]: ".." does not begin and end with a letter or digit. ${NAME}`],
  },
  {
    title: "a service named with an invisible character",
    text: `${HOSTS}services:
  "a​b": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services["a\\u200bb"]: "a\\u200bb" holds a character that does not show; write "a-b". ${NAME}`,
    ],
  },
  {
    title: "a service named with a dollar sign",
    text: `${HOSTS}services:
  "$HOME": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services["$HOME"]: "$HOME" holds an upper-case letter; write "home". ${NAME}`],
  },
  {
    title: "a service named with a dot at the end",
    text: `${HOSTS}services:
  "shop.": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services["shop."]: "shop." does not begin and end with a letter or digit; write "shop". ${NAME}`,
    ],
  },
  {
    title: "a service named with no letter at all",
    text: `${HOSTS}services:
  "---_": { kind: container, host: alpha, container: shop }
`,
    problems: [
      `5:3: services.---_: "---_" begins with "-", which a command would take for an option. ${NAME}`,
    ],
  },
  {
    title: "a service named with nothing",
    text: `${HOSTS}services:
  "": { kind: container, host: alpha, container: shop }
`,
    problems: [`5:3: services[""]: is empty. ${NAME}`],
  },
  {
    title: "a service with a long name",
    text: `${HOSTS}services:
  ${"a".repeat(64)}: { kind: container, host: alpha }
`,
    problems: [
      `5:3: services.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." is longer than 63 characters; write "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa". ${NAME}`,
    ],
  },
  {
    title: "a host with a bad name",
    text: "hosts: { My Alpha: { ssh: alpha } }\nservices: {}\n",
    problems: [`1:10: hosts["My Alpha"]: "My Alpha" holds a space; write "my-alpha". ${NAME}`],
  },
  {
    title: "a proxy with a bad name",
    text: `hosts: { gate: { ssh: gate } }
proxies: { -edge: { kind: nginx, host: gate } }
services: {}
`,
    problems: [
      `2:12: proxies.-edge: "-edge" begins with "-", which a command would take for an option; write "edge". ${NAME}`,
    ],
  },
  {
    title: "a reference to a host in the wrong case",
    text: shop("kind: compose", "host: Alpha", "directory: /srv/shop"),
    problems: [`7:11: services.shop.host: "Alpha" holds an upper-case letter; write "alpha". ${NAME}`],
  },
];

describe("names that are refused", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
