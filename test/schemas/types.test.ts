import { describe, expect, it } from "vitest";
import { compose, HOSTS, problemsOf, type Row, shop } from "./texts";

const NAME =
  "Names become parts of file names, units and labels on the hosts, so they hold 1 to 63 lower-case letters, " +
  "digits, dots, dashes and underscores, and begin and end with a letter or digit.";

const rows: readonly Row[] = [
  {
    title: "a number for a duration",
    text: compose("health: { within: 60 }"),
    problems: [
      '9:23: services.shop.health.within: must be text, is the number 60; write "60s" for seconds. A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d.',
    ],
  },
  {
    title: "a text for a port",
    text: compose('health: { port: "8080" }'),
    problems: [
      '9:21: services.shop.health.port: must be a whole number, is the text "8080"; write 8080 without quotes.',
    ],
  },
  {
    title: "a text that is no number for a port",
    text: compose("health: { port: http }"),
    problems: [
      '9:21: services.shop.health.port: must be a whole number, is the text "http"; write a number such as 8080.',
    ],
  },
  {
    title: "a port out of range",
    text: compose("health: { port: 70000 }"),
    problems: [
      "9:21: services.shop.health.port: must be from 1 to 65535, is the number 70000; write another port.",
    ],
  },
  {
    title: "a broken port",
    text: compose("health: { port: 80.5 }"),
    problems: [
      "9:21: services.shop.health.port: must be a whole number, is the number 80.5; write a number such as 8080.",
    ],
  },
  {
    title: "a port of .nan",
    text: compose("health: { port: .nan }"),
    problems: [
      "9:21: services.shop.health.port: must be a whole number, is the number NaN; write a number such as 8080.",
    ],
  },
  {
    title: "a text for a list of globs",
    text: compose('move: { exclude: "cache/**" }'),
    problems: [
      '9:22: services.shop.move.exclude: must be a list, is the text "cache/**"; write ["cache/**"].',
    ],
  },
  {
    title: "a list for a text",
    text: shop("kind: compose", "host: [alpha, beta]", "directory: /srv/shop"),
    problems: [`7:11: services.shop.host: must be text, is a list; write one value. ${NAME}`],
  },
  {
    title: "a text for a map",
    text: compose("route: edge"),
    problems: [
      '9:12: services.shop.route: must be a map of keys and values, is the text "edge"; write its keys below it, indented.',
    ],
  },
  {
    title: "a list for services",
    text: `${HOSTS}services:
  - shop
`,
    problems: [
      "5:3: services: must be a map of keys and values, is a list; write its keys below it, indented.",
    ],
  },
  {
    title: "a text for a host",
    text: "hosts: { alpha: root@10.77.0.11 }\nservices: {}\n",
    problems: [
      '1:17: hosts.alpha: must be a map of keys and values, is the text "root@10.77.0.11"; write { ssh: "root@10.77.0.11" }.',
    ],
  },
  {
    title: "a text for a service",
    text: `${HOSTS}services: { shop: alpha }
`,
    problems: [
      '4:19: services.shop: must be a map of keys and values, is the text "alpha"; write its keys below it, indented.',
    ],
  },
  {
    title: "nothing for a text",
    text: shop("kind: compose", "host:", "directory: /srv/shop"),
    problems: [
      "7:5: services.shop.host: is empty; write a value. Where the service lives: the line that a move changes.",
    ],
  },
  {
    title: "nothing for a map",
    text: compose("health:"),
    problems: [
      "9:5: services.shop.health: is empty; write its keys below it, or remove the line. How to tell that it is well on the target, before the move is kept.",
    ],
  },
  {
    title: "nothing for a section",
    text: `${HOSTS}services:
`,
    problems: ["4:1: services: is empty; write {} if there are none."],
  },
  {
    title: "yes for become",
    text: "hosts: { alpha: { ssh: alpha, become: true } }\nservices: {}\n",
    problems: [
      "1:39: hosts.alpha.become: must be sudo or docker, is the word true, which YAML reads as yes or no; write one of them, or remove the line.",
    ],
  },
  {
    title: "another user for become",
    text: "hosts: { alpha: { ssh: alpha, become: root } }\nservices: {}\n",
    problems: [
      '1:39: hosts.alpha.become: must be sudo or docker, is "root"; write one of them, or remove the line.',
    ],
  },
  {
    title: "an unknown strategy",
    text: compose("move: { strategy: wram }"),
    problems: ['9:23: services.shop.move.strategy: must be warm or cold, is "wram"; did you mean "warm"?'],
  },
  {
    title: "a strategy that resembles none",
    text: compose("move: { strategy: live }"),
    problems: [
      '9:23: services.shop.move.strategy: must be warm or cold, is "live"; write one of them, or remove the line.',
    ],
  },
  {
    title: "a number for a word",
    text: compose("move: { images: 1 }"),
    problems: [
      "9:21: services.shop.move.images: must be auto, copy or pull, is the number 1; write one of them, or remove the line.",
    ],
  },
  {
    title: "nothing for a word",
    text: compose("move: { images: }"),
    problems: [
      "9:13: services.shop.move.images: is empty; write auto, copy or pull. How the target gets images it lacks; auto by default: pulled where that works, copied if not.",
    ],
  },
  {
    title: "an empty list of compose files",
    text: compose("files: []"),
    problems: ["9:12: services.shop.files: is an empty list; write at least one item, or remove it."],
  },
];

describe("values of the wrong type", () => {
  it.each(rows)("$title", ({ text, problems }) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});
