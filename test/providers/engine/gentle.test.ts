import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Adapters } from "../../../providers/engine/adapters";
import type { Command } from "../../../providers/model/command";
import { makeWorld, type World } from "./world";

let world: World;
afterEach(() => world.remove());

const isGentle = ({ argv }: Command): boolean => argv.some((word) => word.includes("renice"));

/** Notes which commands of the mover step back, and when the service is stopped. */
function noting(notes: string[]): (adapters: Adapters) => Adapters {
  return (adapters) => ({
    ...adapters,
    openTransport: async (name) => {
      const transport = await adapters.openTransport(name);
      const note = (what: string, command: Command): void => {
        const text = command.argv.join(" ");
        if (text.includes("./service stop")) notes.push("stop");
        // Every script of the mover works in its notes; swapping is a part of starting.
        if (text.includes("/var/lib/ferry/moves/") && !text.includes("note phase") && command.within)
          notes.push(`${what} ${isGentle(command) ? "gently" : "at once"}`);
      };
      return {
        ...transport,
        run: (command, options) => {
          note("runs", command);
          return transport.run(command, options);
        },
        spawnable: (command) => {
          note("streams", command);
          return transport.spawnable(command);
        },
      };
    },
  });
}

describe("a move", () => {
  beforeEach(() => {
    world = makeWorld({});
    world.run("alpha", "start");
  });

  it("steps back while the service runs, and never while it is stopped", async () => {
    const notes: string[] = [];
    const engine = world.engine(noting(notes));
    await engine.bring(world.service("beta"), world.log);
    await engine.close();
    const stop = notes.indexOf("stop");
    expect(new Set(notes.slice(0, stop))).toEqual(new Set(["runs gently", "streams gently"]));
    expect(new Set(notes.slice(stop + 1))).toEqual(new Set(["runs at once", "streams at once"]));
  });
});
