import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBuild, parseFiles, parseTest, tracesOf } from "../../../providers/facts/nginx";

const build = readFileSync(join(__dirname, "fixtures/nginx-V.1.22.1-debian-12.txt"), "utf8");
const result = (code: number, stdout = "", stderr = "") => ({ code, stdout, stderr });

describe("nginx's answers", () => {
  it("tell version and paths of Debian's build", () => {
    expect(parseBuild(result(0, "", build))).toEqual({
      version: "1.22.1",
      prefix: "/usr/share/nginx",
      conf: "/etc/nginx/nginx.conf",
      pid: "/run/nginx.pid",
      errorLog: "stderr",
      accessLog: "/var/log/nginx/access.log",
      temporary: ["body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `/var/lib/nginx/${name}`),
    });
  });

  it("fall back to the paths that nginx itself has", () => {
    expect(parseBuild(result(0, "", "nginx version: nginx/1.29.0\nconfigure arguments:\n"))).toMatchObject({
      conf: "/usr/local/nginx/conf/nginx.conf",
      pid: "/usr/local/nginx/logs/nginx.pid",
      temporary: expect.arrayContaining(["/usr/local/nginx/client_body_temp"]),
    });
  });

  it("tell that there is no nginx, and are not guessed at", () => {
    expect(parseBuild(result(127, "", "sh: 2: nginx: not found"))).toBeUndefined();
    expect(() => parseBuild(result(1, "", "nginx: broken"))).toThrow(/nginx: broken/);
  });

  it("hold files with their texts, the unreadable ones without", () => {
    const found = parseFiles(result(0, "?/a/*\n=/a/one\n|x;\n|\n|?not a pattern\n\n!/a/two\n?/b\n"));
    expect(found.get("/a/*")).toEqual([{ path: "/a/one", text: "x;\n\n?not a pattern" }, { path: "/a/two" }]);
    expect(found.get("/b")).toEqual([]);
  });

  it("say in nginx's words why a test fails", () => {
    // nginx 1.22.1, with and without -q, with -e and before the log is open.
    const failed = `2026/11/21 12:58:40 [emerg] 538#538: unknown directive "bad" in /etc/nginx/conf.d/c.conf:1
nginx: configuration file /etc/nginx/nginx.conf test failed`;
    expect(parseTest(result(1, "", failed))).toEqual({
      passes: false,
      words: 'unknown directive "bad" in /etc/nginx/conf.d/c.conf:1',
    });
    const bind = "nginx: [emerg] bind() to 10.9.9.9:80 failed (99: Cannot assign requested address)\n";
    expect(parseTest(result(1, "", bind)).words).toBe(
      "bind() to 10.9.9.9:80 failed (99: Cannot assign requested address)",
    );
    expect(parseTest(result(2, "", "Segmentation fault")).words).toBe("Segmentation fault");
    expect(
      parseTest(result(0, "", "nginx: configuration file /etc/nginx/nginx.conf test is successful")),
    ).toEqual({
      passes: true,
      words: "",
    });
  });

  it("tell whether it runs, and what is missing", () => {
    const { parse } = tracesOf("/run/nginx.pid", ["/a", "/b"]);
    expect(parse(result(0, "running\n"))).toEqual({ running: true, missing: [] });
    expect(parse(result(0, "dead\n/b\n"))).toEqual({ running: false, missing: ["/b"] });
  });
});
