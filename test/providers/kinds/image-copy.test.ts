import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainsOf } from "../../../providers/facts/image-layers";
import { bytesOnTop, chooseLayers, wayOf } from "../../../providers/kinds/image-copy";

const held = (...images: readonly (readonly string[])[]) => new Set(images.flatMap(chainsOf));
const left = (images: readonly (readonly string[])[], has: ReadonlySet<string>) =>
  chooseLayers(images, has).leave.map(({ diff }) => diff);

describe("the layers that travel", () => {
  it("are those on top of what the target has", () => {
    const choice = chooseLayers([["a", "b", "c", "d"]], held(["a", "b", "x"]));
    expect(choice.travelling).toEqual([{ lacking: 2, of: 4 }]);
    expect(choice.leave.map(({ diff }) => diff)).toEqual(["a", "b"]);
  });

  it("are all where the target has the same files on top of others only", () => {
    const choice = chooseLayers([["a", "b"]], held(["x", "b"]));
    expect(choice).toEqual({ leave: [], travelling: [{ lacking: 2, of: 2 }] });
  });

  it("are none of an image that differs in its settings only", () => {
    expect(chooseLayers([["a", "b"]], held(["a", "b"])).travelling).toEqual([{ lacking: 0, of: 2 }]);
  });

  it("count once where two images share them", () => {
    const two = [
      ["a", "b", "c"],
      ["a", "b", "d"],
    ];
    expect(chooseLayers(two, held(["a"])).travelling).toEqual([
      { lacking: 2, of: 3 },
      { lacking: 1, of: 3 },
    ]);
  });

  it("keep a file in the archive that a lacking layer shares with one that is there", () => {
    expect(left([["a", "b", "a"]], held(["a"]))).toEqual([]);
    expect(
      left(
        [
          ["a", "b"],
          ["c", "b"],
        ],
        held(["a", "b"]),
      ),
    ).toEqual(["a"]);
  });

  it("have a file in the archive for every layer that the target lacks, whatever it has", () => {
    const image = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 3 }), fc.array(image), (images, there) => {
        const has = held(...there);
        const gone = new Set(left(images, has));
        for (const diffs of images)
          for (const [at, chain] of chainsOf(diffs).entries())
            expect(has.has(chain) || !gone.has(diffs[at] ?? "")).toBe(true);
      }),
    );
  });
});

describe("the bytes that travel of an image", () => {
  it("are those of the layers on top; nothing is known where all or none are told", () => {
    expect(bytesOnTop([5, 4, 3], 2, 4)).toBe(9);
    expect(bytesOnTop([5, 4, 3], 0, 4)).toBe(0);
    expect(bytesOnTop([5, 4, 3], 3, 3)).toBeUndefined();
    expect(bytesOnTop(undefined, 1, 3)).toBeUndefined();
  });
});

describe("the way that images travel", () => {
  const alpha = { name: "alpha", store: "layers" } as const;
  const beta = { name: "beta", store: "layers" } as const;
  const python = new Set(["python3"]);

  it("leaves layers out between two stores of layers, where the source has python3", () => {
    expect(wayOf(alpha, beta, python)).toEqual({ together: true, filter: true });
    expect(wayOf(alpha, beta, new Set())).toEqual({
      together: true,
      filter: false,
      because: "no python3 on alpha",
    });
  });

  it("is one whole image after the other where a host has another store, and says so", () => {
    expect(wayOf(alpha, { ...beta, store: "containerd" }, python)).toEqual({
      together: false,
      filter: false,
      because: "Docker on beta keeps images in containerd's store",
    });
    expect(wayOf({ ...alpha, store: "unknown" }, beta, python).because).toContain("alpha does not say");
  });
});
