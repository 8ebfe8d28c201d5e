import { describe, expect, it } from "vitest";
import { alternate, besideBest, inTurn } from "./alternate";

describe("measuring ours and a peer", () => {
  it("runs them in turn and gives the median of each name", async () => {
    const order: string[] = [];
    const heard: string[] = [];
    const take = (side: string, values: readonly number[]) => {
      const left = [...values];
      return async () => {
        order.push(side);
        const s = left.shift() ?? 0;
        return { s, MB: s * 10 };
      };
    };
    const sides = { ours: take("ours", [3, 1, 2]), theirs: take("theirs", [9, 8, 7]) };
    const { ours, theirs } = await alternate(3, sides, (line) => heard.push(line));
    expect(order).toEqual(["ours", "theirs", "ours", "theirs", "ours", "theirs"]);
    expect(ours).toEqual({ s: 2, MB: 20 });
    expect(theirs).toEqual({ s: 8, MB: 80 });
    expect(heard[0]).toBe("run 1 of 3: ours s 3.00, MB 30.00, the peer s 9.00, MB 90.00");
  });

  it("runs all peers twice, and then only the best of them", async () => {
    const order: string[] = [];
    const take = (side: string, values: number[]) => async () => {
      order.push(side);
      return values.shift() ?? 0;
    };
    const peers = { one: take("one", [4, 4]), two: take("two", [9, 1, 2, 3]) };
    const peer = { ours: 3, peer: "one", theirs: 4 };
    expect(await besideBest(2, take("ours", [2, 4]), peers, () => undefined)).toEqual(peer);
    expect(order).toEqual(["ours", "one", "two", "ours", "one", "two"]);
    const more = { one: take("one", [4, 4]), two: take("two", [1, 2, 9, 9]) };
    const taken = await besideBest(4, take("ours", [1, 2, 3, 4]), more, () => undefined);
    expect(order.slice(6)).toEqual([
      "ours",
      "one",
      "two",
      "ours",
      "one",
      "two",
      "ours",
      "two",
      "ours",
      "two",
    ]);
    expect(taken).toEqual({ ours: 2.5, peer: "one", theirs: 4 });
  });

  it("runs any number of peers in turn, in the order in which they are given", async () => {
    const order: string[] = [];
    const take = (side: string, values: number[]) => async () => {
      order.push(side);
      return values.shift() ?? 0;
    };
    const sides = { ours: take("ours", [5, 1, 2]), one: take("one", [4, 4, 9]), two: take("two", [1, 2, 3]) };
    expect(await inTurn(3, sides, () => undefined)).toEqual({ ours: 2, one: 4, two: 2 });
    expect(order.slice(0, 4)).toEqual(["ours", "one", "two", "ours"]);
  });
});
