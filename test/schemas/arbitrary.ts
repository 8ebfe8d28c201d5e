import fc from "fast-check";

const words = [
  "alpha",
  "beta",
  "edge",
  "/srv/a",
  "/srv/a/..",
  "60s",
  "nginx",
  "compose",
  "container",
  "-x",
  "a b",
];
const keys = [
  "hosts",
  "proxies",
  "services",
  "kind",
  "host",
  "ssh",
  "local",
  "route",
  "health",
  "http",
  "port",
];
const more = [
  "move",
  "conflicts",
  "skip",
  "directory",
  "domain",
  "proxy",
  "within",
  "__proto__",
  "constructor",
];

/** Documents that resemble a stack file: right keys in wrong places, values of every type. */
export const resembling = fc.letrec((again) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<unknown>(...words, 8080, -1, 0.5, true, null, ""),
    fc.array(again("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys, ...more, ...words), again("value"), { maxKeys: 5 }),
  ),
})).value;

const hostName = fc.constantFrom("alpha", "beta");
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((some) => (some === undefined ? {} : { [key]: some }));
const duration = fc.constantFrom("0s", "500ms", "90s", "5m", "3d");
const move = fc
  .tuple(
    optional("strategy", fc.constantFrom("warm", "cold")),
    optional("maxDowntime", duration),
    optional("rate", fc.constantFrom("500kB/s", "20MB/s", "100Mbit/s")),
    optional("gentle", fc.boolean()),
    optional("conflicts", optional("default", fc.constantFrom("stop", "skip"))),
    optional("exclude", fc.constant(["*.log"])),
    optional("retain", duration),
  )
  .map((parts) => Object.assign({}, ...parts));

/** Sound declarations of two hosts and a few services, each with a directory of its own. */
export const sound = fc
  .array(fc.tuple(hostName, optional("move", move), optional("health", optional("port", fc.constant(81)))), {
    maxLength: 4,
  })
  .map((services) => ({
    hosts: { alpha: { ssh: "root@a" }, beta: { local: "./b/" } },
    services: Object.fromEntries(
      services.map(([host, ...rest], i) => [
        `s${i}`,
        Object.assign({ kind: "compose", host, directory: `/srv/s${i}/` }, ...rest),
      ]),
    ),
  }));

/** Characters that mean something in YAML, so that random texts reach its corners. */
export const yamlLike = fc.constantFrom(
  ...[
    "a",
    "b",
    ":",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a ",
    "<<: ",
    "'",
    '"',
    "|",
    "#",
    "!",
    "? ",
  ],
);
