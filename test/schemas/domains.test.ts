import { describe, expect, it } from "vitest";
import { problemsOf, type Row } from "./texts";

const rows: readonly Row[] = [
  {
    title: "a domain with a URL",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "https://shop.example.org/x" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "https://shop.example.org/x" is a whole address; write "shop.example.org". Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a port",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "shop.example.org:8443" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "shop.example.org:8443" holds a port; write "shop.example.org". Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a path",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "shop.example.org/x" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "shop.example.org/x" holds a path; write "shop.example.org". Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a space",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "shop .example.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "shop .example.org" holds a space. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with an underscore",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "my_shop.example.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "my_shop.example.org" holds an underscore, which host names do not have. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with letters outside ASCII",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "schön.example.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "schön.example.org" holds letters outside ASCII; write its xn-- form. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a star in the middle",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "shop.*.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "shop.*.org" has a * elsewhere than as its first part. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a dot at the end",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "shop.example.org." } }
`,
    problems: [
      '4:80: services.shop.route.domain: "shop.example.org." begins or ends with a dot, or has two in a row; write "shop.example.org". Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a long part",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." has a part longer than 63 characters. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with a semicolon",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "a;b.org" } }
`,
    problems: [
      '4:80: services.shop.route.domain: "a;b.org" is no domain. Write a DNS name such as shop.example.org, or *.example.org for every name below it.',
    ],
  },
  {
    title: "a domain with nothing",
    text: `hosts: { gate: { ssh: gate } }
proxies: { edge: { kind: nginx, host: gate } }
services:
  shop: { kind: container, host: gate, route: { proxy: edge, port: 80, domain: "" } }
`,
    problems: [
      "4:80: services.shop.route.domain: is empty. Write a DNS name such as shop.example.org, or *.example.org for every name below it.",
    ],
  },
];

describe("domains that are refused", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
