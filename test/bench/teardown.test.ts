import { describe, expect, it } from "vitest";
import { CutOff, Teardown } from "./teardown";

describe("taking away what a bench made", () => {
  it("begins with the latest, goes on after a failure and then says so", async () => {
    const teardown = new Teardown();
    const done: string[] = [];
    await teardown.add(async () => done.push("lab"));
    await teardown.add(() => Promise.reject(new Error("stuck")));
    await teardown.add(async () => done.push("project"));
    await expect(teardown.run()).rejects.toThrow(AggregateError);
    expect(done).toEqual(["project", "lab"]);
    await teardown.run();
    expect(done).toHaveLength(2);
  });

  it("happens at once for what is made after the run was cut off", async () => {
    const teardown = new Teardown();
    await teardown.end();
    let gone = false;
    const late = teardown.add(async () => {
      gone = true;
    });
    await expect(late).rejects.toThrow(CutOff);
    expect(gone).toBe(true);
    expect(teardown.cutOff).toBe(true);
  });
});
