import { describe, expect, it } from "vitest";
import { compose, HOSTS, problemsOf, type Row } from "./texts";

const rows: readonly Row[] = [
  {
    title: "an empty file",
    text: "",
    problems: [
      "1:1: the file is empty; begin with the two keys hosts and services; schemas/example.yaml shows every key.",
    ],
  },
  {
    title: "only comments",
    text: "# nothing yet\n",
    problems: [
      "1:1: the file is empty; begin with the two keys hosts and services; schemas/example.yaml shows every key.",
    ],
  },
  {
    title: "only a document marker",
    text: "---\n",
    problems: [
      "1:1: the file is empty; begin with the two keys hosts and services; schemas/example.yaml shows every key.",
    ],
  },
  {
    title: "null",
    text: "~\n",
    problems: [
      "1:1: the file is empty; begin with the two keys hosts and services; schemas/example.yaml shows every key.",
    ],
  },
  {
    title: "a list",
    text: "- alpha\n- beta\n",
    problems: [
      "1:1: must be a map of keys and values, is a list; begin with the two keys hosts and services.",
    ],
  },
  {
    title: "a plain text",
    text: "hello\n",
    problems: [
      '1:1: must be a map of keys and values, is the text "hello"; begin with the two keys hosts and services.',
    ],
  },
  {
    title: "two documents",
    text: "hosts: {}\nservices: {}\n---\nhosts: {}\n",
    problems: ['4:1: a second document begins here, after a line "---"; keep one stack in one file.'],
  },
  {
    title: "a tab as indentation",
    text: "hosts:\n\talpha: { ssh: alpha }\n",
    problems: ["2:1: a tab is used for indentation, which YAML does not allow; use spaces."],
  },
  {
    title: "a repeated key",
    text: compose("host: beta"),
    problems: ['9:5: services.shop.host: the key "host" stands twice in one map; keep one of the two.'],
  },
  {
    title: "a repeated service",
    text: `${HOSTS}services:
  shop: { kind: container, host: alpha }
  shop: { kind: container, host: beta }
`,
    problems: ['6:3: services.shop: the key "shop" stands twice in one map; keep one of the two.'],
  },
  {
    title: "a quote that is never closed",
    text: "hosts:\n  alpha: { ssh: 'alpha }\nservices: {}\n",
    problems: ["2:17: a single quote is never closed; close it with '."],
  },
  {
    title: "a double quote that is never closed",
    text: 'hosts: "x\nservices: {}\n',
    problems: ['1:8: a double quote is never closed; close it with ".'],
  },
  {
    title: "a list that is never closed",
    text: "hosts: {}\nservices: [\n",
    problems: ['2:11: a list that begins with "[" is never closed; close it with ].'],
  },
  {
    title: "a map that is never closed",
    text: "hosts: { alpha: { ssh: alpha }\nservices: {}\n",
    problems: ['1:17: a map that begins with "{" is never closed; close it with }.'],
  },
  {
    title: "a value with a colon and a space",
    text: "hosts: {}\nservices: shop: compose\n",
    problems: [
      '2:11: a key stands where a value belongs; put a value that holds ": " in quotes; otherwise begin the keys of one map in the same column.',
    ],
  },
  {
    title: "a key without a colon",
    text: "hosts: {}\nservices\n",
    problems: ['2:1: this line is no key with a value; write "key: value".'],
  },
  {
    title: "keys that are not below each other",
    text: "hosts:\n  alpha: { ssh: alpha }\n beta: { ssh: beta }\nservices: {}\n",
    problems: [
      "3:1: this line is indented unlike its neighbours; begin the keys of one map, and the items of one list, in the same column.",
    ],
  },
  {
    title: "a value that begins with @",
    text: "hosts: @alpha\nservices: {}\n",
    problems: ["1:8: a value may not begin with this character; put the value in quotes."],
  },
  {
    title: "an unknown escape",
    text: 'hosts: "\\q"\nservices: {}\n',
    problems: [
      '1:9: a backslash in double quotes begins no known escape; write "\\\\", or use single quotes.',
    ],
  },
  {
    title: "a closing brace too many",
    text: "hosts: {}}\nservices: {}\n",
    problems: [
      "1:10: this does not continue what stands before it; remove it, or check the brackets, quotes and indentation before it.",
    ],
  },
  {
    title: "a key that is a list",
    text: "? [a]\n: b\n",
    problems: ["1:3: a key is no plain text; write the key as one word, or in quotes."],
  },
  {
    title: "an alias with a name that a terminal would obey",
    text: "*\u0007",
    problems: [
      '1:1: no anchor "\\u0007" stands above this alias; write an anchor of that name before the first use.',
    ],
  },
  {
    title: "an alias without an anchor",
    text: "hosts: *none\nservices: {}\n",
    problems: ['1:8: hosts: no anchor "none" stands above this alias; write &none before the first use.'],
  },
  {
    title: "an alias inside its own anchor",
    text: "hosts: &all\n  alpha: *all\nservices: {}\n",
    problems: ['2:10: hosts.alpha: the alias "all" stands inside what it names; write the value out.'],
  },
  {
    title: "a merge of what is no map",
    text: "hosts: { <<: 5 }\nservices: {}\n",
    problems: ['1:14: hosts["<<"]: "<<" merges what is no map; name an anchor that stands on a map.'],
  },
  {
    title: "a tag",
    text: "hosts: !vault x\nservices: {}\n",
    problems: ['1:15: hosts: the tag "!vault" means nothing in a stack file; remove it.'],
  },
  {
    title: "binary data",
    text: "hosts: !!binary aGk=\nservices: {}\n",
    problems: ['1:17: hosts: the tag "!!binary" means nothing in a stack file; remove it.'],
  },
  {
    title: "a NUL in a quoted text",
    text: 'hosts: { alpha: { local: "a\\0b" } }\nservices: {}\n',
    problems: [
      "1:26: hosts.alpha.local: holds a NUL character, which no command and no path can hold; remove it.",
    ],
  },
  {
    title: "a NUL in the file",
    text: "hosts: {}\u0000\nservices: {}\n",
    problems: ["1:10: holds a NUL character, so it is no text file; save the file as UTF-8."],
  },
];

describe("text that is no sound YAML", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
