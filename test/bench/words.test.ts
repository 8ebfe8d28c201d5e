import { describe, expect, it } from "vitest";
import type { Bench } from "./bench";
import { readWords } from "./words";

const all: readonly Bench[] = ["one", "two"].map((name) => ({ name, measure: async () => [] }));
const asked = (...argv: string[]) => readWords(argv, all);

describe("the words of the bench command", () => {
  it("mean every bench five times where there are none", () => {
    expect(asked()).toEqual({ benches: all, runs: 5 });
  });

  it("choose benches and the number of runs", () => {
    expect(asked("--only", "two", "--runs", "2")).toEqual({ benches: [all[1]], runs: 2 });
  });

  it.each([
    [["--only", "three"], "there is no bench three"],
    [["--runs", "0"], "--runs takes a number"],
    [["--runs", "many"], "--runs takes a number"],
    [["--fast"], "--fast"],
  ])("%j are refused, with what there is", (argv, why) => {
    const refused = asked(...argv);
    expect(refused).toHaveProperty("complaint", expect.stringContaining(why));
    expect(refused).toHaveProperty("complaint", expect.stringContaining("one, two"));
  });
});
