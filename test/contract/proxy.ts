import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perform } from "../../providers/engine/perform";
import type { Proxy, Route } from "../../providers/model/proxy";
import type { Transport } from "../../providers/model/transport";
import type { ProxyDecl } from "../../schemas/stack";

/** A real proxy on a host, as the contract suite needs it. */
export interface ProxyBench {
  readonly proxy: Proxy;
  readonly declaration: ProxyDecl;
  readonly transport: Transport;
  /** Two upstreams that answer, as "address:port". */
  readonly upstreams: readonly [string, string];
  route(service: string): Route;
  /** Which upstream answers a request for the route's domain now; undefined where none does. */
  served(route: Route): Promise<string | undefined>;
  /** Every path of the host with type, mode, owner, size, times and content: equal texts mean that nothing changed. */
  listing(): Promise<string>;
  /** Puts something else on the host that makes the proxy's own test fail; the answer takes it away. */
  breakTest(): Promise<() => Promise<void>>;
  /** Writes a route's file by hand, with this mode (octal) and modification time (seconds since the epoch). */
  write(file: string, text: string, mode: number, modified: number): Promise<void>;
  stat(file: string): Promise<{ text: string; mode: number; modified: number; inode: number } | undefined>;
  close(): Promise<void>;
}

/** What every proxy adapter promises, shown on a real proxy. */
export function proxyContract(name: string, open: () => Promise<ProxyBench>): void {
  describe(`${name} keeps the proxy contract`, () => {
    let bench: ProxyBench;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench?.close());

    const observe = (route: Route) => on(bench.proxy.observe(bench.declaration, route, bench.transport.host));
    const point = (route: Route, to: string) =>
      on(bench.proxy.point(bench.declaration, route, to, bench.transport.host));
    const restore = (route: Route, before: Awaited<ReturnType<typeof observe>>) =>
      on(bench.proxy.restore(bench.declaration, route, before, bench.transport.host));
    const checks = (route: Route) => on(bench.proxy.checks(bench.declaration, route, bench.transport.host));
    const on = <T>(procedure: Parameters<typeof perform<T>>[1]) => perform<T>(bench.transport, procedure);

    it("looks without changing anything on the host", async () => {
      const route = bench.route("looked-at");
      const before = await bench.listing();
      expect(await observe(route)).toMatchObject({ file: expect.stringContaining("looked-at") });
      expect((await checks(route)).filter((check) => check.outcome === "fail")).toEqual([]);
      await point(route, bench.upstreams[0]);
      const pointed = await bench.listing();
      expect(pointed).not.toBe(before);
      await observe(route);
      await checks(route);
      expect(await bench.listing()).toBe(pointed);
    });

    it("serves the new upstream as soon as point returns, and observes it", async () => {
      const route = bench.route("pointed");
      for (const upstream of [bench.upstreams[0], bench.upstreams[1], bench.upstreams[0]]) {
        await point(route, upstream);
        expect(await bench.served(route)).toBe(upstream);
        expect((await observe(route)).upstream).toBe(upstream);
      }
    });

    it("may point twice at the same upstream", async () => {
      const route = bench.route("twice");
      await point(route, bench.upstreams[1]);
      const { file } = await observe(route);
      const first = await bench.stat(file);
      await point(route, bench.upstreams[1]);
      expect(await bench.stat(file)).toEqual(first);
      expect(await bench.served(route)).toBe(bench.upstreams[1]);
    });

    it("takes the file away again where there was none", async () => {
      const route = bench.route("restored");
      const before = await observe(route);
      expect(before).not.toHaveProperty("text");
      await point(route, bench.upstreams[0]);
      await restore(route, before);
      expect(await bench.stat(before.file)).toBeUndefined();
      expect(await bench.served(route)).toBeUndefined();
      await restore(route, before);
      expect(await observe(route)).toEqual(before);
    });

    it("puts back the exact text and mode of an earlier file", async () => {
      const route = bench.route("earlier");
      await point(route, bench.upstreams[0]);
      const { file, text = "" } = await observe(route);
      const odd = `${text}# by hand: "quotes", $(nothing), \\ and ü, without a newline at the end`;
      await bench.write(file, odd, 0o640, 1_600_000_000);
      const before = await observe(route);
      await point(route, bench.upstreams[1]);
      expect((await bench.stat(file))?.mode).toBe(0o640);
      await restore(route, before);
      expect(await bench.stat(file)).toMatchObject({ text: odd, mode: 0o640 });
    });

    it("leaves the file as it was, time and inode included, when the proxy's test fails", async () => {
      const route = bench.route("refused");
      await point(route, bench.upstreams[0]);
      const { file, text = "" } = await observe(route);
      await bench.write(file, text, 0o604, 1_600_000_000);
      const before = await bench.stat(file);
      const mend = await bench.breakTest();
      const broken = await bench.listing();
      await expect(point(route, bench.upstreams[1])).rejects.toThrow(/as it was before/);
      expect(await bench.listing()).toBe(broken);
      await mend();
      expect(await bench.stat(file)).toEqual(before);
      expect(await bench.served(route)).toBe(bench.upstreams[0]);
    });

    it("leaves no file where there was none when the proxy's test fails", async () => {
      const route = bench.route("refused-new");
      const mend = await bench.breakTest();
      const broken = await bench.listing();
      await expect(point(route, bench.upstreams[1])).rejects.toThrow(/as it was before/);
      expect(await bench.listing()).toBe(broken);
      await mend();
    });

    it("points many routes at once without disturbing any", async () => {
      const routes = ["one", "two", "three", "four"].map((name) => bench.route(`many-${name}`));
      const wanted = routes.map((_, index) => bench.upstreams[index % 2 === 0 ? 0 : 1]);
      await Promise.all(routes.map((route, index) => point(route, wanted[index] ?? "")));
      expect(await Promise.all(routes.map(bench.served))).toEqual(wanted);
      const left = (await bench.listing()).split("\n").filter((line) => line.includes(".ferry-"));
      expect(left).toEqual([]);
    });

    it("does not trust a file whose change was cut off before the reload", async () => {
      const route = bench.route("cut");
      await point(route, bench.upstreams[0]);
      const { file, text = "" } = await observe(route);
      const slash = file.lastIndexOf("/");
      const trace = `${file.slice(0, slash)}/.${file.slice(slash + 1)}.ferry-before`;
      await bench.write(trace, text, 0o644, 1_600_000_000);
      await bench.write(file, text.replaceAll(bench.upstreams[0], bench.upstreams[1]), 0o644, 1_600_000_000);
      expect(await observe(route)).toEqual({ file, text });
      await point(route, bench.upstreams[1]);
      expect(await bench.stat(trace)).toBeUndefined();
      expect((await observe(route)).upstream).toBe(bench.upstreams[1]);
      expect(await bench.served(route)).toBe(bench.upstreams[1]);
    });
  });
}
