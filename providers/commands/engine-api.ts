import { type Command, script } from "../model/command";

/** A request to the Docker Engine (https://docs.docker.com/engine/api/), beyond what docker's options can say. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  /** "/containers/create?name=web", without the version. */
  readonly path: string;
  readonly body: unknown;
}

// The daemon takes the end of its input for a client that has gone, and may cancel what it was asked. A named
// pipe keeps the input open until the answer is complete; it holds nothing itself.
const SPEAK = `pipe=$(mktemp -d) && mkfifo -m 600 "$pipe/request" || exit 1
docker system dial-stdio < "$pipe/request" &
exec 4> "$pipe/request"; rm -rf "$pipe"; cat >&4
wait $!; code=$?; exec 4>&-; exit $code`;

/**
 * Speaks HTTP with the daemon through docker's own client, wherever that connects. The request travels by
 * standard input: it holds environments and driver options.
 */
export function engineApi(version: string, request: ApiRequest): Command {
  const body = JSON.stringify(request.body);
  const head = [
    `${request.method} /v${version}${request.path} HTTP/1.1`,
    "Host: docker",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  return { ...script(SPEAK), stdin: `${head.join("\r\n")}\r\n\r\n${body}` };
}
