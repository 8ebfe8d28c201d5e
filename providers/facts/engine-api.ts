import { z } from "zod";
import { type ApiRequest, engineApi } from "../commands/engine-api";
import type { Result } from "../model/command";
import type { Fact } from "../model/procedure";
import { readJson } from "./json";

/** The daemon refused a request; its message may quote the request's fields, but not their values. */
export class DockerRefused extends Error {
  override readonly name = "DockerRefused";
  constructor(
    readonly status: number,
    what: string,
    message: string,
  ) {
    super(`Docker refused to ${what}: ${message} (${status})`);
  }
}

const refusal = z.object({ message: z.string() });

/** Sends a request; the answer is its JSON body. `what` names the purpose in errors: "create container web". */
export function apiCall<T>(
  version: string,
  request: ApiRequest,
  what: string,
  schema: z.ZodType<T>,
): Fact<T> {
  return {
    ask: engineApi(version, request),
    parse: (result) => {
      const { status, body } = answerOf(result);
      if (status >= 200 && status < 300) return readJson(what, body === "" ? "null" : body, schema);
      throw new DockerRefused(status, what, messageOf(body));
    },
  };
}

function answerOf(result: Result): Answer {
  if (result.code === 0 || result.stdout.startsWith("HTTP/")) return parseHttp(result.stdout);
  throw new DockerRefused(0, "answer", result.stderr.trim().split("\n").at(-1) ?? `exit ${result.code}`);
}

function messageOf(body: string): string {
  try {
    return readJson("error", body, refusal).message.trim();
  } catch {
    return body.trim().slice(0, 200);
  }
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Reads one HTTP/1.1 answer (RFC 9112), whole or chunked. */
export function parseHttp(text: string): Answer {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...headers] = text.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (end < 0 || !Number.isInteger(status)) throw new SyntaxError("the answer is not HTTP");
  const rest = text.slice(end + 4);
  const chunked = headers.some((header) => /^transfer-encoding:\s*chunked/i.test(header));
  return { status, body: chunked ? dechunk(rest) : rest };
}

/** Lengths count bytes, not characters. */
function dechunk(text: string): string {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\r\n", at);
    const length = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (end < 0 || !Number.isInteger(length)) throw new SyntaxError("a chunk without a length");
    if (length === 0) break;
    parts.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return Buffer.concat(parts).toString();
}
