import { describe, expect, it } from "vitest";
import { imageChecks } from "../../../providers/engine/image-checks";

const image = (name: string, how: "present" | "pull" | "copy" | "missing") => ({ name, how, bytes: 10 });
const told = (...images: Parameters<typeof imageChecks>[0]) =>
  imageChecks(images, "alpha", "beta").map(({ outcome, text }) => `${outcome} ${text}`);

describe("the check of a service's images", () => {
  it("counts the ways in which they get to the target", () => {
    expect(told(image("web", "copy"), image("db", "present"), image("job", "copy"))).toEqual([
      "pass 1 present, 2 to copy",
    ]);
    expect(told()).toEqual([]);
  });

  it("names each that is nowhere", () => {
    expect(told(image("web", "missing"), image("db", "present"))).toEqual([
      "fail web is neither on alpha nor on beta, and no registry gives it",
    ]);
  });

  it("warns where a name means another image on the target, because others may start from it there", () => {
    const replaces = "sha256:0123456789abcdef";
    expect(told({ ...image("web:1", "copy"), replaces })).toEqual([
      "pass 1 to copy",
      "warn on beta, web:1 means another image than on alpha (0123456789ab); the move gives it alpha's meaning",
    ]);
  });
});
