import { describe, expect, it } from "vitest";
import { bytesPerSecond } from "../../schemas/rate";
import { compose, problemsOf } from "./texts";

describe("bytes a second", () => {
  it.each([
    ["500kB/s", 500_000],
    ["20MB/s", 20_000_000],
    ["1GB/s", 1_000_000_000],
    ["800kbit/s", 100_000],
    ["100Mbit/s", 12_500_000],
    ["10Gbit/s", 1_250_000_000],
  ])("of %s are %i", (text, expected) => {
    expect(bytesPerSecond(text)).toBe(expected);
  });

  it.each(["", "20", "20MB", "20 MB/s", "20mb/s", "0MB/s", "-1MB/s", "1.5MB/s", "20MiB/s", "20MB/s "])(
    "refuse %j",
    (text) => expect(() => bytesPerSecond(text)).toThrow(RangeError),
  );
});

const EXPECTED =
  "A rate is a whole number and a unit of bytes or bits a second: 500kB/s, 20MB/s, 100Mbit/s, 1Gbit/s.";

describe("a rate in the stack file", () => {
  it.each([
    ["20MB", '"20MB" is no rate; write "20MB/s"'],
    ["20 MB/s", '"20 MB/s" is no rate; write "20MB/s"'],
    ["20mb/s", '"20mb/s" is no rate; write "20MB/s"'],
    ["100Mbps", '"100Mbps" is no rate; write "100Mbit/s"'],
    ["100 mbit", '"100 mbit" is no rate; write "100Mbit/s"'],
    ["20MBps", '"20MBps" is no rate; write "20MB/s"'],
    ["20M", '"20M" is no rate; write "20MB/s"'],
    ["1.5MB/s", '"1.5MB/s" is no whole number; write "1500kB/s"'],
    ["20MiB/s", '"20MiB/s" is no rate; write "20972kB/s"'],
    ["0MB/s", '"0MB/s" is nothing: the move would never end'],
    ['"20"', '"20" has no unit'],
    ["fast", '"fast" is no rate'],
  ])("%s is refused with the fix", (text, said) => {
    expect(problemsOf(compose(`move: { rate: ${text} }`))).toEqual([
      `9:19: services.shop.move.rate: ${said}. ${EXPECTED}`,
    ]);
  });

  it.each(["500kB/s", "20MB/s", "100Mbit/s"])("%s is taken", (text) => {
    expect(problemsOf(compose(`move: { rate: ${text} }`))).toEqual([]);
  });
});
