import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Move, StepProgress } from "../../../providers/engine/move";
import { carryInStreams } from "../../../providers/engine/steps/streams";
import type { Carried, CarryOptions } from "../../../providers/model/channel";
import type { Transfer } from "../../../providers/model/mover";

interface Sent {
  readonly stream: string;
  readonly options: CarryOptions;
  end(): void;
  fail(error: Error): void;
}

/** A move whose streams end when the test says so. */
function sending(rate?: number) {
  const sent: Sent[] = [];
  const told: StepProgress[] = [];
  const carry = ({ send }: Transfer, options: CarryOptions): Promise<Carried> =>
    new Promise((resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      const carried = { bytes: 1, seconds: 1, said: { send: [], receive: [] } };
      sent.push({
        stream: send.argv.at(-1) ?? "",
        options,
        end: () => resolve(carried),
        fail: (error) => reject(error),
      });
    });
  const move = {
    plan: { from: "alpha", to: "beta", ...(rate === undefined ? {} : { rate }) },
    way: { channel: async () => ({ carry }) },
    controls: { signal: new AbortController().signal },
    took: { bytes: 0 },
    log: { progress: (each: StepProgress) => told.push(each), note: () => undefined },
  } as unknown as Move;
  const transfer = (stream?: number): Transfer => ({
    send: { argv: ["send", stream === undefined ? "the rest" : `stream ${stream}`] },
    receive: { argv: ["receive"] },
  });
  const found = { files: 9, bytes: 300, listSeconds: 1, streams: 2 };
  const carrying = { step: "precopy", text: "bind:/srv, pass 1", found, pass: 1 } as const;
  const names = () => sent.map(({ stream }) => stream);
  return { sent, told, names, done: carryInStreams(move, transfer, carrying) };
}

describe("a pass in several streams", () => {
  it("sends all of them at once, and the rest when they have arrived", async () => {
    const { sent, names, done } = sending();
    await turn();
    expect(names()).toEqual(["stream 1", "stream 2"]);
    sent[1]?.end();
    await turn();
    expect(names()).toHaveLength(2);
    sent[0]?.end();
    await turn();
    expect(names()).toEqual(["stream 1", "stream 2", "the rest"]);
    sent[2]?.end();
    await done;
  });

  it("tells how far all of it is", async () => {
    const { sent, told, done } = sending();
    await turn();
    sent[0]?.options.onBytes?.(100);
    sent[1]?.options.onBytes?.(50);
    for (const each of sent) each.end();
    await turn();
    sent[2]?.options.onBytes?.(30);
    sent[2]?.end();
    await done;
    expect(told.map(({ bytes }) => bytes)).toEqual([100, 150, 180]);
    expect(told.at(-1)).toMatchObject({ share: 0.6, totalBytes: 300, text: "bind:/srv, pass 1" });
  });

  it("ends with the first failure, and takes the other streams along", async () => {
    const { sent, names, done } = sending();
    const outcome = done.catch((error: unknown) => error);
    await turn();
    sent[1]?.fail(new Error("beta: no space left"));
    expect(await outcome).toEqual(new Error("beta: no space left"));
    expect(sent[0]?.options.signal?.aborted).toBe(true);
    expect(names()).toHaveLength(2);
  });

  it("sends one after the other where a limit holds for each", async () => {
    const { sent, names, done } = sending(1_000_000);
    await turn();
    expect(names()).toHaveLength(1);
    for (const at of [0, 1, 2]) {
      sent[at]?.end();
      await turn();
    }
    await done;
    expect(names()).toHaveLength(3);
  });
});
