import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandProxy } from "../../../providers/proxies/command";
import { localTransport } from "../../../providers/transport/local";
import type { CommandProxyDecl } from "../../../schemas/stack";
import type { ProxyBench } from "../proxy";
import { listTree, statOf, writeWith } from "./tree";

/** The least that can be called a proxy: it serves what it had read when it was last told to reload. */
const declaration: CommandProxyDecl = {
  kind: "command",
  host: "gate",
  file: "/etc/edge/{service}.json",
  template: '{"domain":"{domain}","to":{"upstream":"{upstream}"}}\n',
  test: ["sh", "-c", 'if [ -e broken ]; then echo "line 3: no such directive" >&2; exit 1; fi'],
  reload: ["sh", "-c", 'rm -rf "$FERRY_ROOT/loaded" && cp -Rp etc/edge "$FERRY_ROOT/loaded"'],
};

export async function commandProxyBench(): Promise<ProxyBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-proxy-"));
  await mkdir(join(root, "etc/edge"), { recursive: true });
  const transport = localTransport({ name: "gate", address: "127.0.0.1", root });
  return {
    proxy: commandProxy as ProxyBench["proxy"],
    declaration,
    transport,
    upstreams: ["10.0.0.1:8080", "[fd00::2]:8080"],
    route: (service) => ({ proxy: "edge", domain: `${service}.example.org`, port: 8080, service }),
    served: async (route) => {
      const text = await readFile(join(root, "loaded", `${route.service}.json`), "utf8").catch(() => "");
      return /"upstream":"([^"]*)"/.exec(text)?.[1];
    },
    listing: () => listTree(root, (path) => path.startsWith("loaded")),
    breakTest: async () => {
      await writeFile(join(root, "broken"), "");
      return () => rm(join(root, "broken"));
    },
    write: writeWith,
    stat: statOf,
    close: () => rm(root, { recursive: true }),
  };
}
