import { describe, expect, it } from "vitest";
import { alternate, inTurn } from "./alternate";

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
