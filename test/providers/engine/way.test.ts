import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asItTravels, measuresLink } from "../../../providers/engine/compression";
import { stepsOf } from "../../../providers/engine/steps";
import { Way } from "../../../providers/engine/way";
import type { Carried, Channel } from "../../../providers/model/channel";
import type { Passage } from "../../../providers/model/mover";
import { makeWorld, type World } from "./world";

/** A way that is opened when the test says so, and the channels that were closed. */
function opening() {
  const notes: string[] = [];
  const closed: number[] = [];
  const ends: { open(): void; fail(error: Error): void }[] = [];
  const way = new Way(
    () =>
      new Promise<Channel>((resolve, reject) => {
        const number = ends.length;
        const channel: Channel = {
          route: "direct",
          because: `number ${number}`,
          carry: () => Promise.reject(new Error("nothing travels here")),
          close: async () => void closed.push(number),
        };
        ends.push({ open: () => resolve(channel), fail: reject });
      }),
    (text) => notes.push(text),
  );
  return { way, notes, closed, ends };
}

/**
 * A way whose channel is there at once, and carries zeros in so many milliseconds, the last of them again and again; it
 * breaks where none are given.
 */
function measured(...milliseconds: number[]) {
  const notes: string[] = [];
  const looks: number[] = [];
  const carry = (): Promise<Carried> => {
    const took = milliseconds[Math.min(looks.length, milliseconds.length - 1)];
    if (took === undefined) return Promise.reject(new Error("it broke"));
    looks.push(took);
    return Promise.resolve({
      bytes: 0,
      seconds: 0,
      said: { send: [], receive: [`ferry-took ${took * 1e6}`] },
    });
  };
  const channel: Channel = { route: "relay", because: "", carry, close: async () => undefined };
  return {
    way: new Way(
      async () => channel,
      (text) => notes.push(text),
    ),
    channel,
    notes,
    looks,
  };
}

describe("a way that is measured", () => {
  const means = { codec: "zstd", blocks: true, attributes: "python3" } as const;
  const passage = { means } as Passage;

  it.each([
    ["does without compressing where the link is faster than that", [50], 1, "none"],
    ["compresses where it is not, after three looks", [140], 3, "zstd"],
    ["does without where it was only busy at the first looks", [140, 200, 50], 3, "none"],
    ["compresses where it is far from that, after one look", [700], 1, "zstd"],
    ["compresses where nobody knows", [], 0, "zstd"],
  ])("%s", async (_, milliseconds, times, codec) => {
    const { way, channel, notes, looks } = measured(...milliseconds);
    way.ahead({ measured: true });
    expect(await way.channel()).toBe(channel);
    expect((await asItTravels({ way }, passage)).means).toEqual({ ...means, codec });
    const why = "large files are not compressed: the link carries 336 MB/s";
    expect(notes.slice(1)).toEqual(codec === "none" ? [why] : []);
    expect(looks).toHaveLength(times);
  });

  it("compresses small files also where the link is faster", async () => {
    const { way } = measured(50);
    way.ahead({ measured: true });
    const codec = async (files: number, bytes: number) =>
      (await asItTravels({ way }, passage, { files, bytes })).means.codec;
    expect([await codec(100_000, 4e8), await codec(10, 4e8), await codec(1, 16_384)]).toEqual([
      "zstd",
      "none",
      "none",
    ]);
  });

  it("is so only where there is much to send and no limit", async () => {
    expect([measuresLink(499_999_999), measuresLink(5e8), measuresLink(5e8, 1e9)]).toEqual([
      false,
      true,
      false,
    ]);
    const { way, notes } = measured(50);
    way.ahead();
    expect((await asItTravels({ way }, passage)).means.codec).toBe("zstd");
    expect(notes).toHaveLength(1);
  });
});

describe("the way of a move's data", () => {
  it("is opened once, for all who ask, and tells how the data travels", async () => {
    const { way, notes, ends } = opening();
    way.ahead();
    const both = Promise.all([way.channel(), way.channel()]);
    ends[0]?.open();
    const [one, other] = await both;
    expect(one).toBe(other);
    expect(ends).toHaveLength(1);
    expect(notes).toEqual(["data travels from host to host: number 0"]);
  });

  it("is taken away also where it is just being opened, and opened anew for who asks later", async () => {
    const { way, closed, ends } = opening();
    way.ahead();
    const closing = way.close();
    ends[0]?.open();
    await closing;
    expect(closed).toEqual([0]);
    const again = way.channel();
    ends[1]?.open();
    expect((await again).because).toBe("number 1");
  });

  it("that could not be opened ahead is tried again by who needs it, and told to nobody else", async () => {
    const { way, ends } = opening();
    way.ahead();
    ends[0]?.fail(new Error("no route to host"));
    await new Promise((resolve) => setImmediate(resolve));
    const asked = way.channel();
    ends[1]?.fail(new Error("still no route to host"));
    await expect(asked).rejects.toThrow("still no route to host");
  });

  it("that was never asked for needs no closing", async () => {
    const { way, closed, ends } = opening();
    await way.close();
    expect([closed, ends]).toEqual([[], []]);
  });
});

describe("a move", () => {
  let world: World;
  afterEach(() => world.remove());
  beforeEach(() => {
    world = makeWorld();
    world.run("alpha", "start");
  });

  /** What begins, in its order, with "open" for the channel, which is there once `until` has happened. */
  async function begun(strategy: "warm" | "cold", until: (step: string) => boolean | Promise<boolean>) {
    const events: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const steps: typeof stepsOf = (names) =>
      stepsOf(names).map((step) => ({
        ...step,
        do: async (move) => {
          events.push(step.name);
          void Promise.resolve(until(step.name)).then((now) => now && open());
          await step.do(move);
        },
      }));
    const engine = world.engine(
      (adapters) => ({
        ...adapters,
        openChannel: async (...ends) => {
          await gate;
          events.push("open");
          return adapters.openChannel(...ends);
        },
      }),
      steps,
    );
    const service = world.service("beta");
    await engine.bring({ ...service, move: { ...service.move, strategy } }, world.log);
    await engine.close();
    return events;
  }

  it("looks at the data while the way is being made ready", async () => {
    const events = await begun("warm", (step) => step === "precopy");
    expect(events).toContain("open");
    expect(world.runs("beta")).toBe(true);
  });

  it("with no pass before the stop stops nothing before the way is there", async () => {
    const events = await begun("cold", (step) => step === "stage" && sleep(300, true));
    expect(events.indexOf("open")).toBeGreaterThan(events.indexOf("stage"));
    expect(events.indexOf("open")).toBeLessThan(events.indexOf("quiesce"));
  });
});
