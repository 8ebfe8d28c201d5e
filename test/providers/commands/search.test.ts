import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchWords } from "../../../providers/commands/search";
import { parseFoundWords, wordsIn } from "../../../providers/facts/search";
import { runHere } from "../here";

describe("the search for a host's addresses in text files", () => {
  let place = "";
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), "search-"));
  });
  afterAll(() => rmSync(place, { recursive: true }));

  const words = ["10.0.0.1", "alpha", "2001:db8::5"];
  const lines = (text: string): string[] => {
    const file = join(place, "a file=1.env");
    writeFileSync(file, text);
    const fact = wordsIn(words, [file, join(place, "missing.env")]);
    return fact.parse(runHere(fact.ask)).map(({ line, word }) => `${line} ${word}`);
  };

  it.each([
    ["DB_HOST=10.0.0.1", ["1 10.0.0.1"]],
    ["url: http://10.0.0.1:8080/x", ["1 10.0.0.1"]],
    ["a=1\nHOST=alpha\n", ["2 alpha"]],
    ["HOST=$" + "{HOST:-alpha}", ["1 alpha"]],
    ["user@alpha", ["1 alpha"]],
    ["the host is alpha.", ["1 alpha"]],
    ["alpha.example.org", ["1 alpha"]],
    ["[2001:db8::5]:80", ["1 2001:db8::5"]],
    ["both 10.0.0.1 and alpha", ["1 10.0.0.1", "1 alpha"]],
  ])("finds %j", (text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it.each([
    "10.0.0.12",
    "110.0.0.1",
    "10.0.0.1.5",
    "10x0y0z1",
    "alphabet",
    "alpha-db",
    "my_alpha",
    "db-alpha",
    "ALPHA=1",
    "",
  ])("does not take %j for one", (text) => {
    expect(lines(text)).toEqual([]);
  });

  it("prints nothing of the line itself, which may hold a password", () => {
    const file = join(place, "secret.env");
    writeFileSync(file, "URL=postgres://app:hunter2@10.0.0.1/app\n");
    const { stdout, stderr } = runHere(searchWords(words, [file]));
    expect(stdout).toContain("secret.env");
    expect(stdout + stderr).not.toContain("hunter2");
  });

  it("gives words no meaning of their own", () => {
    const file = join(place, "odd.env");
    writeFileSync(file, "A=a.c\nB=abc\nC=x+y\nD=^\nE=a\\b\n");
    const odd = ["a.c", "x+y", "^", "a\\b"];
    const { stdout } = runHere(searchWords(odd, [file]));
    expect(parseFoundWords(odd, stdout).map(({ line, word }) => `${line} ${word}`)).toEqual([
      "1 a.c",
      "3 x+y",
      "4 ^",
      "5 a\\b",
    ]);
  });
});
