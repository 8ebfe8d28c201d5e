import { describe, expect, it } from "vitest";
import { compose, problemsOf, type Row, shop } from "./texts";

const rows: readonly Row[] = [
  {
    title: "a text for a command",
    text: shop(
      "kind: process",
      "host: alpha",
      "directory: /srv/shop",
      "start: systemctl start shop",
      'stop: [""]',
      "status: []",
    ),
    problems: [
      '9:12: services.shop.start: must be a list, is the text "systemctl start shop"; write ["systemctl", "start", "shop"].',
      "10:12: services.shop.stop[0]: is an empty text; write a value, or remove it.",
      "11:13: services.shop.status: is an empty list; write the program and its arguments.",
    ],
  },
  {
    title: "a quoted text for a command",
    text: shop(
      "kind: process",
      "host: alpha",
      "directory: /srv/shop",
      'start: sh -c "echo 1"',
      "stop: [a]",
      "status: [a]",
    ),
    problems: [
      '9:12: services.shop.start: must be a list, is the text "sh -c \\"echo 1\\""; write its words as a list: [program, argument].',
    ],
  },
  {
    title: "a number in a command",
    text: shop(
      "kind: process",
      "host: alpha",
      "directory: /srv/shop",
      "start: [sleep, 5]",
      "stop: [a]",
      "status: [true]",
    ),
    problems: [
      '9:20: services.shop.start[1]: must be text, is the number 5; put it in quotes: "5".',
      '11:14: services.shop.status[0]: must be text, is the word true, which YAML reads as yes or no; put it in quotes: "true".',
    ],
  },
  {
    title: "one command where a list of commands belongs",
    text: compose("hooks: { before: [curl, x], after: echo hi }"),
    problems: [
      '9:22: services.shop.hooks.before: must be a list of commands, is one command; write [["curl", "x"]].',
      '9:40: services.shop.hooks.after: must be a list, is the text "echo hi"; write [["echo", "hi"]].',
    ],
  },
];

describe("commands that are no lists of words", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
