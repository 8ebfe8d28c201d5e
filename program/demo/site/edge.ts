import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { join } from "node:path";
import { control, hostRoot } from "./daemon";

/**
 * The proxy of the demo, as plain as a proxy can be: one file per route, read at the start and when it is told
 * to reload; no retry, nothing held.
 */
const routeFiles = join(hostRoot(__filename), "etc/edge");
const portFile = join(hostRoot(__filename), "run/edge.port");
const RELOAD = "/edge-reload";

if (process.argv[2] === "reload") reload();
else
  void control(__filename, {
    name: "edge",
    serve([port = ""], ready, stop) {
      let routes = readRoutes();
      const server = createServer((request, answer) => {
        if (request.url === RELOAD) {
          routes = readRoutes();
          answer.end();
        } else pass(routes, request, answer);
      });
      server.listen(Number(port), "127.0.0.1", () => {
        writeFileSync(portFile, port);
        ready();
      });
      stop.addEventListener("abort", () => process.exit(0));
    },
  });

/** Returns when the proxy has read its files. */
function reload(): void {
  const port = Number(readFileSync(portFile, "utf8"));
  const request = send({ host: "127.0.0.1", port, path: RELOAD, method: "POST" }, (answer) =>
    answer.resume(),
  );
  request.on("error", (error) => {
    console.error(`edge does not answer: ${error.message}`);
    process.exitCode = 1;
  });
  request.end();
}

function readRoutes(): Map<string, URL> {
  const files = readdirSync(routeFiles).filter((name) => name.endsWith(".json") && !name.startsWith("."));
  return new Map(
    files.map((name) => {
      const route = JSON.parse(readFileSync(join(routeFiles, name), "utf8")) as {
        domain: string;
        upstream: string;
      };
      return [route.domain, new URL(`http://${route.upstream}`)];
    }),
  );
}

function pass(routes: Map<string, URL>, request: IncomingMessage, answer: ServerResponse): void {
  const upstream = routes.get((request.headers.host ?? "").replace(/:\d+$/, ""));
  if (upstream) forward(upstream, request, answer);
  else refuse(answer, 404, "no route for this name");
}

function forward(upstream: URL, request: IncomingMessage, answer: ServerResponse): void {
  const { method, url, headers } = request;
  const host = upstream.hostname.replace(/^\[|\]$/g, "");
  const onward = send({ host, port: upstream.port, method, path: url, headers, agent: false }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on("error", (error) => refuse(answer, 502, error.message));
  request.pipe(onward);
}

function refuse(answer: ServerResponse, code: number, text: string): void {
  if (!answer.headersSent) answer.writeHead(code, { "content-type": "text/plain" });
  answer.end(`${text}\n`);
}
