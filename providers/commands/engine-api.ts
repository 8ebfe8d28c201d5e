import { type Command, command } from "../model/command";

/** A request to the Docker Engine (https://docs.docker.com/engine/api/), beyond what docker's options can say. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  /** "/containers/create?name=web", without the version. */
  readonly path: string;
  readonly body: unknown;
}

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
  return { ...command("docker", "system", "dial-stdio"), stdin: `${head.join("\r\n")}\r\n\r\n${body}` };
}
