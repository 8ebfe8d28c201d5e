import { describe, expect, it } from "vitest";
import { overall, standing } from "../../../providers/kinds/readiness";
import { drive, seen } from "./drive";

describe("readiness", () => {
  const of = (state: string, health = "", exitCode = 0) => standing({ name: "web", state, health, exitCode });

  it.each([
    [of("running"), "ready", ""],
    [of("running", "healthy"), "ready", ""],
    [of("running", "starting"), "starting", "web: health check not passed yet"],
    [of("running", "unhealthy"), "failed", "web: unhealthy"],
    [of("exited"), "ready", ""],
    [of("exited", "", 137), "failed", "web exited with 137"],
    [of("dead", "", 1), "failed", "web exited with 1"],
    [of("restarting", "", 2), "starting", "web restarts (exited with 2)"],
    [of("created"), "starting", "web: created"],
    [of("paused"), "starting", "web: paused"],
  ])("is %j", (found, state, reason) => {
    expect(found).toEqual({ state, reason });
  });

  it("is that of the worst, with the end of its log where it failed", () => {
    const containers = [
      seen("a"),
      seen("b", { health: "starting" }),
      seen("c", { state: "exited", exitCode: 3 }),
    ];
    const asked: string[] = [];
    const ready = drive(overall(containers), (said) => {
      asked.push(said);
      return { code: 0, stdout: "starting\n", stderr: "cannot open database\n\n" };
    });
    expect(ready).toEqual({
      state: "failed",
      reason: "c exited with 3; its log ends: starting | cannot open database",
    });
    expect(asked).toEqual(["docker logs --tail 5 -- c"]);
    expect(drive(overall(containers.slice(0, 2)), () => "").state).toBe("starting");
    expect(drive(overall([]), () => "").state).toBe("failed");
  });
});
