import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, it } from "vitest";
import { GlobUnsupported, globsToEre } from "../../../providers/commands/glob";

const names = fc.constantFrom(
  "a",
  "b",
  "ab",
  "a.log",
  ".log",
  "log",
  "cache",
  "node_modules",
  "x y",
  "c+d",
  "(e)",
  "$f",
);
const paths = fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const segment = fc.constantFrom(
  "a",
  "*",
  "?",
  "a*",
  "*.log",
  "*b",
  "cache",
  "node_modules",
  "[a-c]*",
  "x y",
  "c+d",
  "{a,b}",
  "{a*,cache}",
  "\\(e\\)",
  "$f",
  "a?",
);
const globs = fc
  .array(fc.oneof({ weight: 3, arbitrary: segment }, { weight: 1, arbitrary: fc.constant("**") }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join("/"));

/** The expression as find reads it; the few constructs that are used mean the same to JavaScript. */
const finds = (ere: string) => new RegExp(`^${ere}$`, "s");

describe("globs of what does not travel", () => {
  it("name the same paths as picomatch does", () => {
    const property = fc.property(globs, paths, (glob, path) => {
      const mine = finds(globsToEre([glob])).test(`./${path}`);
      const theirs = picomatch(glob, { dot: true })(path);
      // `cache/**` is what lies in cache, for picomatch also cache itself.
      const itself = glob.endsWith("/**") && picomatch(glob.slice(0, -3), { dot: true })(path);
      if (!itself) expect(mine, `${glob} and ${path}`).toBe(theirs);
    });
    fc.assert(property, {
      numRuns: 3000,
      examples: [
        ["cache/**", "cache/a/b"],
        ["*.log", "a/b.log"],
        ["**/node_modules/**", "node_modules/x"],
        ["**/*.log", "x.log"],
        ["a/**/b", "a/b"],
      ],
    });
  });

  it("leave an excluded directory itself to travel, empty", () => {
    const ere = finds(globsToEre(["cache/**", "**/tmp/**"]));
    expect(["./cache", "./cache/x", "./a/tmp", "./a/tmp/x", "./tmp/y"].map((path) => ere.test(path))).toEqual(
      [false, true, false, true, true],
    );
  });

  it("mean to find what they mean here, odd names included", () => {
    const root = mkdtempSync(join(tmpdir(), "ferry-glob-"));
    const files = [
      "a.log",
      "b/c.log",
      "new\nline.log",
      "d/$f",
      "d/(e)",
      "d/a+b",
      "{x}",
      "é.log",
      "[1]",
      "back\\slash",
    ];
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), "");
    }
    const found = (...exclude: string[]) => {
      const args = [
        ".",
        "-regextype",
        "posix-extended",
        "-regex",
        globsToEre(exclude, ["d/a+b", "[1]"]),
        "-print0",
      ];
      const out = execFileSync("find", args, { cwd: root, env: { ...process.env, LC_ALL: "C" } });
      return out.toString().split("\0").filter(Boolean).sort();
    };
    expect(found("*.log")).toEqual(["./[1]", "./a.log", "./d/a+b", "./new\nline.log", "./é.log"]);
    expect(found("**/*.log", "d/$f", "d/\\(e\\)", "\\{x\\}", "back\\\\*")).toEqual(
      [
        "./[1]",
        "./a.log",
        "./b/c.log",
        "./back\\slash",
        "./d/$f",
        "./d/(e)",
        "./d/a+b",
        "./new\nline.log",
        "./{x}",
        "./é.log",
      ].sort(),
    );
    rmSync(root, { recursive: true });
  });

  it("may be absolute, where they name something in the tree", () => {
    expect(globsToEre(["/srv/shop/cache/*", "/var/log/**"], [], "/srv/shop")).toBe("\\./(cache/[^/]*)");
    expect(globsToEre(["./a", "b/"], [], "/srv/shop")).toBe("\\./(a|b)");
    expect(globsToEre([])).toBe("");
  });

  it.each(["", "!a", "+(a|b)", "a{1..3}", "{a,b", "[[:alpha:]]", "[!a]", "a\\"])(
    "are refused when they are not understood: %s",
    (glob) => {
      expect(() => globsToEre([glob])).toThrow(GlobUnsupported);
    },
  );
});
