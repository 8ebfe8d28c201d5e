import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Directive, parseNginx } from "../../../providers/facts/nginx-syntax";

const fixture = (name: string): string => readFileSync(join(__dirname, "fixtures", name), "utf8");
const short = (each: Directive): unknown => [
  each.line,
  each.name,
  ...each.args,
  ...(each.block ? [each.block.map(short)] : []),
];

describe("nginx's configuration syntax", () => {
  it("is read as Debian ships it", () => {
    const main = parseNginx("nginx.conf", fixture("nginx.conf.1.22.1-debian-12"));
    expect(main.map((each) => each.name)).toEqual([
      "user",
      "worker_processes",
      "pid",
      "error_log",
      "include",
      "events",
      "http",
    ]);
    const http = main.at(-1)?.block ?? [];
    const includes = http.filter((each) => each.name === "include").map((each) => [each.line, each.args[0]]);
    expect(includes).toEqual([
      [26, "/etc/nginx/mime.types"],
      [59, "/etc/nginx/conf.d/*.conf"],
      [60, "/etc/nginx/sites-enabled/*"],
    ]);
    const [server, ...others] = parseNginx("default", fixture("sites-default.1.22.1-debian-12"));
    expect(others).toEqual([]);
    expect(server?.block?.find((each) => each.name === "server_name")).toMatchObject({
      args: ["_"],
      line: 46,
    });
  });

  it("has quotes, escapes, comments, variables in braces, and several directives on a line", () => {
    const text = `a "b;c" 'd }' e\\;f; # no; {
log_format x "\\"$a\\"" '{';
set $u \${host}x; if ($a ~ "^{") { return 301 https://$host; } b;`;
    expect(parseNginx("f", text).map(short)).toEqual([
      [1, "a", "b;c", "d }", "e\\;f"],
      [2, "log_format", "x", '"$a"', "{"],
      [3, "set", "$u", ["$", "{host}x"].join("")],
      [3, "if", "($a", "~", "^{", ")", [[3, "return", "301", "https://$host"]]],
      [3, "b"],
    ]);
  });

  it("passes over Lua code", () => {
    const text = "content_by_lua_block {\n local t = { a = { 1 } }\n}\nserver_name a;";
    expect(parseNginx("f", text).map(short)).toEqual([
      [1, "content_by_lua_block"],
      [4, "server_name", "a"],
    ]);
  });

  it("never throws and always ends, whatever the text", () => {
    const pieces = fc.constantFrom("{", "}", ";", '"', "'", "#", "\n", "\\", "$", "a", " ", "x_by_lua_block");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(Array.isArray(parseNginx("f", parts.join("")))).toBe(true);
      }),
    );
  });
});
