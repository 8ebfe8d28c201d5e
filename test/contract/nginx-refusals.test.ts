import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietTest } from "../../providers/commands/nginx";
import { perform } from "../../providers/engine/perform";
import { mayMakeNetworks } from "./benches/network";
import { nginxBench } from "./benches/nginx";
import { nginxDirectory } from "./benches/nginx-binary";
import type { ProxyBench } from "./proxy";

const possible = nginxDirectory() !== undefined && mayMakeNetworks();

describe.skipIf(!possible)("a real nginx that does not want to", () => {
  let bench: ProxyBench;
  let root = "";
  beforeAll(async () => {
    bench = await nginxBench(nginxDirectory() ?? "");
    root = bench.transport.host.root;
  }, 60_000);
  afterAll(() => bench?.close());

  /** A configuration that passes the test, as long as nobody tries to listen. */
  const occupied = () => join(root, "etc/nginx/conf.d/occupied.conf");

  it("is noticed when it passes its test but does not take the configuration up", async () => {
    const route = bench.route("stuck");
    const host = bench.transport.host;
    await perform(bench.transport, bench.proxy.point(bench.declaration, route, bench.upstreams[0], host));
    const before = await perform(bench.transport, bench.proxy.observe(bench.declaration, route, host));
    await writeFile(occupied(), "server { listen 127.0.0.1:9001; }\n");
    const pointing = perform(
      bench.transport,
      bench.proxy.point(bench.declaration, route, bench.upstreams[1], host),
    );
    await expect(pointing).rejects.toThrow(/did not reload.*not taken up.*127\.0\.0\.1:9001 failed/s);
    expect(await perform(bench.transport, bench.proxy.observe(bench.declaration, route, host))).toEqual(
      before,
    );
    expect(await bench.served(route)).toBe(bench.upstreams[0]);
    await rm(occupied());
  }, 60_000);

  it("has a test that writes nothing into its log, even where it fails", async () => {
    const log = join(root, "log/error.log");
    const before = await readFile(log, "utf8");
    await writeFile(occupied(), "server { listen 192.0.2.1:8081; }\n");
    const { code, stderr } = await bench.transport.run(quietTest(bench.transport.host));
    expect(code).toBe(1);
    expect(stderr).toContain("192.0.2.1:8081 failed");
    expect(await readFile(log, "utf8")).toBe(before);
    await rm(occupied());
  });
});
