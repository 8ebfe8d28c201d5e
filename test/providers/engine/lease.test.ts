import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEASE_SECONDS } from "../../../providers/commands/records";
import { LockHeld } from "../../../providers/engine/errors";
import { Lease } from "../../../providers/engine/lease";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";

let folder: string;
let hosts: Transport[];
const lockFile = (): string => join(folder, "var/lib/ferry/services/shop/lock");
const lease = (move: string, clock?: () => number): Lease =>
  new Lease("shop", move, `controller of ${move}`, hosts, clock);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-lease-"));
  hosts = [localTransport({ name: "alpha", address: "127.0.0.1", root: folder })];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the lock of a service", () => {
  it("is one move's at a time, and names its holder to the others", async () => {
    const first = lease("m1");
    await first.take();
    await expect(lease("m2").take()).rejects.toThrow(/holds its lock on alpha: controller of m1/);
    await first.give();
  });

  it("is free again once it was given back", async () => {
    const first = lease("m1");
    await first.take();
    await first.give();
    const second = lease("m2");
    await second.take();
    await second.give();
  });

  it("may be taken twice by the same move", async () => {
    const first = lease("m1");
    await first.take();
    await first.take();
    await first.give();
  });

  it("goes to exactly one of several takers", async () => {
    const takers = ["m1", "m2", "m3", "m4", "m5"].map((move) => lease(move));
    const results = await Promise.allSettled(takers.map((taker) => taker.take()));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await Promise.all(takers.map((taker) => taker.give()));
  });

  it("is taken over from a holder that has been silent for longer than the lease", async () => {
    await lease("m1").take();
    const long = Date.now() / 1000 - LEASE_SECONDS - 5;
    utimesSync(lockFile(), long, long);
    const second = lease("m2");
    await second.take();
    await second.give();
  });

  it("is not given back by a move that no longer holds it", async () => {
    const first = lease("m1");
    await first.take();
    writeFileSync(lockFile(), '{"move":"m2","controller":"other","since":"now"}\n');
    await first.give();
    await expect(lease("m3").take()).rejects.toBeInstanceOf(LockHeld);
  });

  it("stops its holder before it can expire, when it could not be refreshed", async () => {
    let now = 0;
    const first = lease("m1", () => now);
    await first.take();
    first.assertHeld();
    now = LEASE_SECONDS * 1000;
    expect(() => first.assertHeld()).toThrow(LockHeld);
    await first.give();
  });
});
