import { describe, expect, it } from "vitest";
import type { Bench } from "./bench";
import { readWords } from "./words";

const [one, two]: [Bench, Bench] = [
  { name: "one", measure: async () => [] },
  { name: "two", parts: ["first", "last"], scalable: true, measure: async () => [] },
];
const asked = (...argv: string[]) => readWords(argv, [one, two]);
const all = [
  { bench: one, parts: new Set() },
  { bench: two, parts: new Set(["first", "last"]) },
];

describe("the words of the bench command", () => {
  it("mean every bench five times where there are none", () => {
    expect(asked()).toEqual({ wanted: all, runs: 5, scale: 1 });
  });

  it("choose benches and the number of runs", () => {
    expect(asked("--only", "two", "--runs", "2")).toEqual({ wanted: [all[1]], runs: 2, scale: 1 });
  });

  it("choose parts of a bench, in any order, and how much smaller it is made", () => {
    const wanted = [{ bench: two, parts: new Set(["last"]) }];
    expect(asked("--only", "two/last", "--scale", "0.5")).toEqual({ wanted, runs: 5, scale: 0.5 });
    expect(asked("--only", "two/last", "--only", "two")).toMatchObject({ wanted: [all[1]] });
  });

  it.each([
    [["--only", "three"], "there is no bench three"],
    [["--runs", "0"], "--runs takes a number"],
    [["--runs", "many"], "--runs takes a number"],
    [["--fast"], "--fast"],
    [["--only", "two/middle"], "there is no bench two/middle"],
    [["--only", "two", "--scale", "0"], "--scale takes a number"],
    [["--only", "two", "--scale", "1.5"], "--scale takes a number"],
    [["--only", "one", "--scale", "0.5"], "one cannot be made smaller"],
  ])("%j are refused, with what there is", (argv, why) => {
    const refused = asked(...argv);
    expect(refused).toHaveProperty("complaint", expect.stringContaining(why));
    expect(refused).toHaveProperty("complaint", expect.stringContaining("one, two[/first|last]"));
  });
});
