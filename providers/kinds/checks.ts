import type { Check } from "../model/service";

export const pass = (name: string, text: string): Check => ({ name, outcome: "pass", text });

/** Something to know; the move may begin. `remedy` says what to do about it. */
export const warn = (name: string, text: string, remedy: string): Check => ({
  name,
  outcome: "warn",
  text,
  remedy,
});

/** Something that has to be mended first. `remedy` says how. */
export const fail = (name: string, text: string, remedy: string): Check => ({
  name,
  outcome: "fail",
  text,
  remedy,
});
