import { describe, expect, it } from "vitest";
import { type Ask, Client } from "../../../program/demo/client";

/** A service that answers as told, and a clock that goes on by 10 ms with every request. */
function fake(answer: (number: number, method: string, path: string) => number | undefined) {
  let now = 0;
  let number = 0;
  const ask: Ask = async (method, path) => {
    now += 10;
    number += 1;
    return answer(number, method, path);
  };
  return { ask, clock: () => now, asked: () => number };
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe("the demo's client", () => {
  it("counts what succeeded, what failed, and the longest time without an answer", async () => {
    const service = fake((number, method) =>
      number > 4 && number <= 8 ? 502 : method === "POST" ? 201 : 200,
    );
    const client = new Client("c", service.ask, service.clock);
    client.start();
    await until(() => service.asked() >= 12);
    const seen = await client.stop();
    expect(seen).toMatchObject({ failed: 4, missing: [], longestGap: 50 });
    expect(seen.requests).toBe(service.asked());
  });

  it("does not count a note as confirmed that got no answer, or another than 201", async () => {
    const service = fake((number, method) => (method === "GET" ? 200 : [201, undefined, 500][number % 3]));
    const client = new Client("c", service.ask, service.clock);
    client.start();
    await until(() => service.asked() >= 20);
    const seen = await client.stop();
    expect(new Set(seen.acknowledged).size).toBe(seen.acknowledged.length);
    expect(seen.acknowledged.length).toBeLessThan(seen.requests / 2);
    expect(seen.failed).toBeGreaterThan(0);
  });

  it("names a confirmed note that cannot be read back", async () => {
    const service = fake((_, method, path) => (method === "POST" ? 201 : path === "/notes/c-1" ? 404 : 200));
    const client = new Client("c", service.ask, service.clock);
    client.start();
    await until(() => service.asked() >= 20);
    expect((await client.stop()).missing).toContain("c-1");
  });

  it("sees no gap longer than a request where all goes well", async () => {
    const service = fake((_, method) => (method === "POST" ? 201 : 200));
    const client = new Client("c", service.ask, service.clock);
    client.start();
    await until(() => service.asked() >= 10);
    expect(await client.stop()).toMatchObject({ failed: 0, longestGap: 10 });
  });
});
