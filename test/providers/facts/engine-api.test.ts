import { describe, expect, it } from "vitest";
import { z } from "zod";
import { engineApi } from "../../../providers/commands/engine-api";
import { apiCall, parseHttp } from "../../../providers/facts/engine-api";
import { title } from "../../../providers/model/procedure";

const request = {
  method: "POST",
  path: "/containers/create?name=web",
  body: { Env: ["TOKEN=hunter2", "NAME=Zoë"] },
} as const;
const call = apiCall("1.41", request, "create container web", z.object({ Id: z.string() }));
const answer = (status: string, headers: string, body: string, code = 0) => ({
  code,
  stdout: `HTTP/1.1 ${status}\r\nServer: Docker/20.10.24\r\n${headers}\r\n\r\n${body}`,
  stderr: "",
});

describe("a request to the Docker Engine", () => {
  it("travels by standard input, with its length in bytes", () => {
    const { argv, stdin = "" } = engineApi("1.41", request);
    const [head = "", body = ""] = stdin.split("\r\n\r\n");
    expect(head).toMatch(/^POST \/v1\.41\/containers\/create\?name=web HTTP\/1\.1\r\n/);
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body)).toEqual(request.body);
    expect(argv.join(" ")).not.toContain("hunter2");
    expect(title(engineApi("1.41", request))).not.toContain("hunter2");
  });

  it("is answered whole", () => {
    expect(call.parse(answer("201 Created", "Content-Length: 12", '{"Id":"abc"}'))).toEqual({ Id: "abc" });
  });

  it("is answered in chunks, whose lengths are bytes", () => {
    const chunked = answer(
      "200 OK",
      "Transfer-Encoding: chunked",
      '8\r\n{"Id":"Z\r\n5;x=1\r\noë"}\r\n0\r\n\r\n',
    );
    expect(call.parse(chunked)).toEqual({ Id: "Zoë" });
  });

  it("is refused with the daemon's own words", () => {
    const refused = answer(
      "409 Conflict",
      "Content-Type: application/json",
      '{"message":"The name \\"/web\\" is already in use\\n"}',
    );
    expect(() => call.parse(refused)).toThrow(
      'Docker refused to create container web: The name "/web" is already in use (409)',
    );
  });

  it("is refused where the daemon is not there", () => {
    const none = {
      code: 1,
      stdout: "",
      stderr: "failed to open the raw stream connection: dial unix: no such file\n",
    };
    expect(() => call.parse(none)).toThrow(/dial unix/);
  });

  it("is not taken for answered where the answer is cut off or something else", () => {
    expect(() => parseHttp("")).toThrow(SyntaxError);
    expect(() => parseHttp("HTTP/1.1 200 OK\r\n")).toThrow(SyntaxError);
    expect(() => call.parse(answer("200 OK", "Transfer-Encoding: chunked", "zz\r\n"))).toThrow(SyntaxError);
    expect(() => call.parse(answer("200 OK", "Content-Length: 2", "{}"))).toThrow(
      /create container web: at Id/,
    );
  });
});
