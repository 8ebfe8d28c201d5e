import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginx } from "../../../providers/proxies/nginx";
import { localTransport } from "../../../providers/transport/local";
import type { ProxyBench } from "../proxy";
import { inside } from "./inside";
import type { Namespace } from "./namespace";
import { networkNamespace } from "./network";
import { listTree, statOf, writeWith } from "./tree";

const upstreams: [string, string] = ["127.0.0.1:9001", "[::1]:9002"];

/** Answers every request with its own name. */
const UPSTREAMS = `
const http = require("node:http");
const say = (name) => (_, answer) => answer.end(name);
http.createServer(say("${upstreams[0]}")).listen(9001, "127.0.0.1");
http.createServer(say("${upstreams[1]}")).listen(9002, "::1", () => console.log("up"));
`;

/** Asks port 80 for a domain: the argument. */
const ASK = `
const headers = { Host: process.argv[1] };
require("node:http").get({ host: "127.0.0.1", port: 80, headers, agent: false }, (answer) => {
  if (answer.statusCode === 200) answer.pipe(process.stdout);
}).on("error", () => undefined);
`;

function mainFile(root: string): string {
  return `user root;
worker_processes 2;
pid ${root}/run/nginx.pid;
error_log ${root}/log/error.log;
events { worker_connections 64; }
http {
    access_log ${root}/log/access.log;
    client_body_temp_path ${root}/tmp/body;
    proxy_temp_path ${root}/tmp/proxy;
    fastcgi_temp_path ${root}/tmp/fastcgi;
    uwsgi_temp_path ${root}/tmp/uwsgi;
    scgi_temp_path ${root}/tmp/scgi;
    server { listen 80 default_server; listen [::]:80 default_server; return 404; }
    include conf.d/*.conf;
}
`;
}

/** A real nginx below a directory, in a network of its own, with two upstreams. */
export async function nginxBench(directory: string): Promise<ProxyBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-nginx-"));
  for (const name of ["etc/nginx/conf.d", "run", "log", "tmp"])
    await mkdir(join(root, name), { recursive: true });
  await writeFile(join(root, "etc/nginx/nginx.conf"), mainFile(root));
  const namespace = await networkNamespace();
  const path = ["env", `PATH=${directory}:${process.env.PATH}`];
  const transport = inside(localTransport({ name: "gate", address: "127.0.0.1", root }), [
    ...namespace.prefix,
    ...path,
  ]);
  const children = [await begin(namespace, ["node", "-e", UPSTREAMS])];
  const started = await transport.run({
    argv: ["nginx", "-p", `${root}/etc/nginx/`, "-c", `${root}/etc/nginx/nginx.conf`],
  });
  if (started.code !== 0) throw new Error(started.stderr);
  return {
    proxy: nginx as ProxyBench["proxy"],
    declaration: { kind: "nginx", host: "gate" },
    transport,
    upstreams,
    route: (service) => ({ proxy: "edge", domain: `${service}.example.org`, port: 8080, service }),
    served: async (route) => {
      const answer = await transport.run({ argv: ["node", "-e", ASK, route.domain] });
      return answer.stdout || undefined;
    },
    listing: () => listTree(root),
    breakTest: async () => {
      const broken = join(root, "etc/nginx/conf.d/other.conf");
      await writeFile(broken, "no_such_directive on;\n");
      return () => rm(broken);
    },
    write: writeWith,
    stat: statOf,
    close: () => end(root, namespace, transport, children),
  };
}

async function begin(namespace: Namespace, argv: readonly string[]): Promise<ChildProcess> {
  const [program = "", ...args] = [...namespace.prefix, ...argv];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout?.once("data", resolve);
  });
  return child;
}

async function end(
  root: string,
  namespace: Namespace,
  transport: ProxyBench["transport"],
  children: readonly ChildProcess[],
): Promise<void> {
  await transport.run({ argv: ["nginx", "-c", `${root}/etc/nginx/nginx.conf`, "-s", "stop"] });
  for (const child of children) child.kill();
  await namespace.close();
  await rm(root, { recursive: true, maxRetries: 5 });
}
