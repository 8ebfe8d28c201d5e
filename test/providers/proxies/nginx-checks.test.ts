import { readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { describe, expect, it } from "vitest";
import type { Command, Result } from "../../../providers/model/command";
import type { Host } from "../../../providers/model/host";
import type { Route } from "../../../providers/model/proxy";
import { nginxChecks } from "../../../providers/proxies/nginx-checks";
import { performSync } from "../../contract/perform-sync";

const recorded = (name: string): string => readFileSync(join(__dirname, "../facts/fixtures", name), "utf8");
const gate: Host = { name: "gate", address: "10.77.0.13", root: "" };
const route: Route = { proxy: "edge", domain: "shop.example.org", port: 8080, service: "shop" };
const file = "/etc/nginx/conf.d/ferry-shop.conf";

/** Debian's nginx with these files, as its commands would answer. */
interface Machine {
  readonly files?: Readonly<Record<string, string>>;
  readonly absent?: boolean;
  readonly dead?: boolean;
  readonly missing?: readonly string[];
  readonly test?: Partial<Result>;
}

const debian = {
  "/etc/nginx/nginx.conf": recorded("nginx.conf.1.22.1-debian-12"),
  "/etc/nginx/sites-enabled/default": recorded("sites-default.1.22.1-debian-12"),
};

function checks(machine: Machine, directory?: string) {
  const asked: Command[] = [];
  const files = { ...debian, ...machine.files };
  const found = performSync(
    nginxChecks(
      { kind: "nginx", host: "gate", ...(directory ? { directory } : {}) },
      route,
      gate,
      directory ? `${directory}/ferry-shop.conf` : file,
    ),
    (command) => {
      asked.push(command);
      return answer(machine, files, command);
    },
  );
  const by = (name: string) => found.filter((check) => check.name === name);
  return { found, by, asked, failed: found.filter((check) => check.outcome === "fail") };
}

function answer(machine: Machine, files: Readonly<Record<string, string>>, command: Command): Result {
  const [, , text = "", , ...args] = command.argv;
  const said = (stdout: string): Result => ({ code: 0, stdout, stderr: "" });
  if (text.includes("nginx -V") && !text.includes("-t")) {
    return machine.absent
      ? { code: 127, stdout: "", stderr: "nginx: not found" }
      : { code: 0, stdout: "", stderr: recorded("nginx-V.1.22.1-debian-12.txt") };
  }
  if (text.includes("for pattern do")) return said(args.map((pattern) => listed(files, pattern)).join(""));
  if (text.includes("echo running"))
    return said([machine.dead ? "dead" : "running", ...(machine.missing ?? [])].join("\n"));
  if (text.includes("ours -t")) return { ...said(""), ...machine.test };
  throw new Error(`unexpected: ${text}`);
}

function listed(files: Readonly<Record<string, string>>, pattern: string): string {
  const paths = Object.keys(files).filter((path) => picomatch.isMatch(path, pattern));
  const texts = paths.map(
    (path) =>
      `=${path}\n${(files[path] ?? "")
        .split("\n")
        .map((line) => `|${line}`)
        .join("\n")}\n\n`,
  );
  return `?${pattern}\n${texts.join("")}`;
}

describe("the checks of an nginx proxy", () => {
  it("pass on Debian's nginx as it is installed", () => {
    const { found, failed } = checks({});
    expect(failed).toEqual([]);
    expect(found.map((check) => check.outcome)).toEqual(["pass", "pass", "pass", "pass"]);
    expect(found.map((check) => check.text).join("\n")).toContain("nginx.conf:59 on gate includes");
  });

  it("name a file and line that serve the domain already, and what to do", () => {
    const other =
      "# mine\nserver {\n  listen 443 ssl;\n  server_name www.example.org\n    Shop.Example.org;\n}\n";
    const [taken, ...others] = checks({ files: { "/etc/nginx/sites-enabled/shop": other } }).failed;
    expect(others).toEqual([]);
    expect(taken?.text).toContain("/etc/nginx/sites-enabled/shop:4 on gate with TLS");
    expect(taken?.remedy).toMatch(/Take the name out of .*:4.*kind `command`/);
  });

  it("do not take the route's own file for somebody else's", () => {
    expect(checks({ files: { [file]: "server { server_name shop.example.org; }" } }).failed).toEqual([]);
    const twin = { "/etc/nginx/conf.d/ferry-stall.conf": "server { server_name shop.example.org; }" };
    expect(checks({ files: twin }).failed[0]?.text).toContain("ferry-stall.conf:1");
  });

  it.each(["*.example.org", ".example.org", "shop.*", "~^shop\\."])(
    "warn of %s where it takes HTTPS",
    (name) => {
      const other = (listen: string) => ({
        "/etc/nginx/conf.d/all.conf": `server { listen ${listen}; server_name ${name}; }`,
      });
      expect(checks({ files: other("443 ssl") }).by("nginx domain")).toMatchObject([{ outcome: "warn" }]);
      expect(checks({ files: other("80") }).by("nginx domain")).toMatchObject([{ outcome: "pass" }]);
    },
  );

  it.each(["other.org", "*.shop.example.org", "~^stall", "example.org"])("let %s be", (name) => {
    const other = { "/etc/nginx/conf.d/other.conf": `server { listen 443 ssl; server_name ${name}; }` };
    expect(checks({ files: other }).by("nginx domain")).toMatchObject([{ outcome: "pass" }]);
  });

  it("fail where nothing includes the directory, and say which directories are read", () => {
    const [missing] = checks({}, "/etc/nginx/routes").failed;
    expect(missing?.name).toBe("nginx include");
    expect(missing?.remedy).toContain("include /etc/nginx/routes/*.conf;");
    expect(missing?.remedy).toContain("/etc/nginx/conf.d/*.conf or /etc/nginx/sites-enabled/*");
    const inServer = { "/etc/nginx/conf.d/x.conf": "server { include /etc/nginx/routes/*.conf; }" };
    expect(checks({ files: inServer }, "/etc/nginx/routes").failed).toHaveLength(1);
    const nested = { "/etc/nginx/conf.d/x.conf": "include routes/*.conf;" };
    expect(checks({ files: nested }, "/etc/nginx/routes").failed).toEqual([]);
  });

  it("survive a file that includes itself", () => {
    const loop = { "/etc/nginx/conf.d/loop.conf": "include /etc/nginx/conf.d/*.conf;" };
    expect(checks({ files: loop }).failed).toEqual([]);
  });

  it("fail where nginx is not there, does not run, or refuses its configuration", () => {
    expect(checks({ absent: true }).failed).toMatchObject([{ text: "There is no nginx on gate." }]);
    expect(checks({ dead: true }).failed).toMatchObject([{ text: "nginx 1.22.1 does not run on gate." }]);
    const refused = {
      code: 1,
      stderr: "nginx: [emerg] unexpected end of file in /etc/nginx/conf.d/x.conf:3",
    };
    expect(checks({ test: refused }).failed[0]?.text).toContain("x.conf:3");
  });

  it("do not run nginx's test where it would make a file", () => {
    const { by, asked } = checks({ missing: ["/var/log/nginx/shop.log"] });
    expect(by("nginx test")).toMatchObject([
      { outcome: "warn", text: expect.stringContaining("/var/log/nginx/shop.log") },
    ]);
    expect(asked.some((command) => command.argv[2]?.includes("ours -t"))).toBe(false);
  });

  it("ask for every path that the test would make", () => {
    const conf = `error_log /l/e.log; pid /l/p; http { access_log off; server { access_log /l/$host.log; access_log /l/a.log;
      access_log syslog:server=x; listen unix:/l/s; proxy_cache_path /l/c levels=1; client_body_temp_path /l/b; } include conf.d/*.conf; }`;
    const { asked } = checks({ files: { "/etc/nginx/nginx.conf": conf } });
    const paths = asked.find((command) => command.argv[2]?.includes("echo running"))?.argv.slice(4);
    expect(paths?.sort()).toEqual(["/l/a.log", "/l/b", "/l/c", "/l/e.log", "/l/p", "/l/p", "/l/s"]);
  });

  it("warn of a file that cannot be read", () => {
    const found = performSync(nginxChecks({ kind: "nginx", host: "gate" }, route, gate, file), (command) => {
      const result = answer({}, debian, command);
      return {
        ...result,
        stdout: result.stdout.replace("?/etc/nginx/sites-enabled/*\n", "$&!/etc/nginx/sites-enabled/own\n"),
      };
    });
    expect(found.find((check) => check.name === "nginx files")?.text).toContain(
      "/etc/nginx/sites-enabled/own",
    );
  });
});
