import { describe, expect, it } from "vitest";
import { chainsOf, heldChains, layerSizes } from "../../../providers/facts/image-layers";
import { recorded } from "../recorded";

const [base, lib, app] = [
  "sha256:920152302ef1fcf3f69eacb17bacac678e6100944bf02c998c8d4b963858b200",
  "sha256:796cee95a4fab77d9dacd70257642681d61160f77418f67b2bd95156eb086891",
  "sha256:b00d44780f4a874a2129f2cf39020aefe62c8004fb4b204c5e7d813fefc6d4a6",
];

describe("the layers that a host has", () => {
  it("are the chains of all its images, those without a name too", () => {
    const held = heldChains().parse(recorded("layers-held"));
    for (const chain of chainsOf([base, lib, app])) expect([...held]).toContain(chain);
    expect([...held]).not.toContain(lib);
  });

  it("are what Docker said of the others where an image was removed meanwhile", () => {
    const { stdout } = recorded("layers-held");
    const some = { code: 123, stdout, stderr: "Error: No such image: sha256:aa" };
    expect(heldChains().parse(some).size).toBeGreaterThan(3);
    expect(() => heldChains().parse({ ...some, code: 1 })).toThrow("exited with 1");
  });

  it("have names that say what lies below", () => {
    expect(chainsOf([base])).toEqual([base]);
    expect(chainsOf([base, lib, app])[0]).toBe(base);
    expect(chainsOf([lib, base])[1]).not.toBe(chainsOf([base, lib])[1]);
  });
});

describe("the sizes of an image's layers", () => {
  it("come from the top down, without the steps that made none; one that is not there has none", () => {
    expect(layerSizes(["web", "job", "nope"]).parse(recorded("layer-sizes"))).toEqual([
      [4, 4, 5],
      [4, 4, 4, 5],
      undefined,
    ]);
  });
});
