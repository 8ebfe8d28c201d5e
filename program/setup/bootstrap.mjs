// Makes a fresh clone ready (dependencies, a Node that is new enough, the compiled code) and runs an entry:
//   node program/setup/bootstrap.mjs dist/program/demo/main.js [arguments]
// It runs before anything is installed, on any Node from 18 on: plain JavaScript, built-in modules only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const oldestNode = [22, 12];
const sources = ["program", "providers", "schemas", "test"];
const [entry, ...rest] = process.argv.slice(2);

function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/** Ends with what went wrong; the test suite's last line of output is a count, also when nothing could run. */
function give(reason) {
  say(reason);
  if (entry?.includes("test/suite/")) process.stdout.write("0 passed, 1 failed\n");
  process.exit(1);
}

function run(program, args, options = {}) {
  // Standard output belongs to the entry (bench prints JSON lines there).
  return spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], ...options }).status;
}

/** Are the packages of the lock file in node_modules? npm keeps its own record of what it put there. */
function installed() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const found = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || found[path]?.version === version,
  );
}

function install() {
  if (installed()) return;
  say("installing the dependencies (npm ci)");
  // No dependency needs its install script: they compile optional parts, or look for downloads that come later.
  const status = run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) give("npm ci failed, see above. It needs npm and a package registry it can reach.");
}

function newEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** The repository's own Node where it is there, this one where it is new enough, else the own one is fetched. */
function findNode() {
  const own = join(root, "node_modules/.bin/node");
  if (works(own)) return own;
  if (newEnough(process.version)) return process.execPath;
  say(
    `Node ${process.version} is older than ${oldestNode.join(".")}; getting a current one from the registry`,
  );
  // What the package's install script does, which npm may have been told not to run; then npm made no link either.
  const home = join(root, "node_modules/node");
  run(process.execPath, ["installArchSpecificPackage.js"], { cwd: home });
  rmSync(own, { force: true });
  symlinkSync(relative(dirname(own), join(home, "bin/node")), own);
  if (works(own)) return own;
  return give(
    `Node ${oldestNode.join(".")} or later is needed. Install it from https://nodejs.org and run this again.`,
  );
}

function works(node) {
  const said = existsSync(node) ? spawnSync(node, ["--version"], { encoding: "utf8" }) : undefined;
  return said?.status === 0 && newEnough(said.stdout.trim());
}

/** Path, size and time of every source: one changed, added or removed file changes it. */
function fingerprint() {
  const hash = createHash("sha256");
  const note = (file) => {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  };
  const walk = (directory) => {
    for (const item of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, item.name);
      if (item.isDirectory()) walk(path);
      else if (item.name.endsWith(".ts") || item.name.endsWith(".json")) note(path);
    }
  };
  for (const source of sources) if (existsSync(join(root, source))) walk(join(root, source));
  for (const file of ["tsconfig.json", "package-lock.json"]) note(join(root, file));
  return hash.digest("hex");
}

function build(node) {
  const stamp = join(root, "dist/.built");
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  say("compiling");
  rmSync(stamp, { force: true });
  if (run(node, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]) !== 0) {
    give("the TypeScript compiler found errors, see above.");
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

if (!entry) give("usage: node program/setup/bootstrap.mjs dist/PATH/main.js [arguments]");
install();
const node = findNode();
build(node);
if (!existsSync(join(root, entry))) give(`${entry} is not part of this version.`);
const own = join(root, "node_modules/.bin");
const env = { ...process.env, PATH: `${dirname(node)}:${own}:${process.env.PATH ?? ""}` };
// Ctrl-C reaches the child too: it tidies up, and the shell gets its prompt back when that is done.
process.on("SIGINT", () => {});
const { status, signal } = spawnSync(node, [join(root, entry), ...rest], {
  stdio: "inherit",
  env,
  cwd: root,
});
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 1);
