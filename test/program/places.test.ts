import { describe, expect, it } from "vitest";
import { withPlacesFrom } from "../../program/places";
import { normalise } from "../../schemas/normal";

describe("the directories that act as hosts", () => {
  it("begin at the project's folder, wherever the program runs", () => {
    const stack = normalise({
      hosts: { here: { local: "sandbox" }, there: { ssh: "root@there" } },
      services: {},
    });
    expect(withPlacesFrom("/home/me/project", stack).hosts).toEqual({
      here: { local: "/home/me/project/sandbox", address: "127.0.0.1" },
      there: { ssh: "root@there" },
    });
  });
});
