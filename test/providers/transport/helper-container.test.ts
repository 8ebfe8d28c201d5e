import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, command, type Result, script } from "../../../providers/model/command";
import { authorize, sshToTarget } from "../../../providers/transport/direct-scripts";
import { findHelper, parseHelper, throughContainer } from "../../../providers/transport/helper-container";
import { Rights } from "../../../providers/transport/rights";
import type { SshAddress } from "../../../providers/transport/ssh-address";

const A = `sha256:${"a".repeat(64)}`;
const B = `sha256:${"b".repeat(64)}`;

/** Two images, of which the smaller one has no chroot; a container is a process of this machine. */
const DOCKER = `#!/bin/sh
case "$1 $2" in
  "image ls") printf '${A}\\n${B}\\n${B}\\n'; exit 0;;
  "image inspect")
    case $4 in *Size*) printf '30 ${B}\\n30 ${B}\\n4 ${A}\\n';; *) echo "$5 web:1";; esac; exit 0;;
esac
echo 'WARNING: the host is old' >&2
for word; do [ "$word" != ${A} ] || { echo 'exec: "chroot": executable file not found' >&2; exit 127; }; done
[ -z "$ELSEWHERE" ] || { echo "0 1:2 0 100000 65536"; exit 0; }
printf '%s\\n' "$@" > "\${0%/*}/asked"
until [ "$1" = /host ]; do shift; done
shift; exec "$@"
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ferry-helper-"));
  await writeFile(join(directory, "docker"), DOCKER, { mode: 0o755 });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs words in this machine's shell, with pipes for streams as sshd gives them. */
async function run(words: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  const piped = `{ printf 'input' | "$@"; echo "$?" > "$0/code"; } 2> "$0/stderr" | cat`;
  const PATH = `${directory}:${process.env.PATH}`;
  const ran = await promisify(execFile)("sh", ["-c", piped, directory, ...words], { env: { PATH, ...env } });
  const [code, stderr] = await Promise.all(
    ["code", "stderr"].map((name) => readFile(join(directory, name), "utf8")),
  );
  return { code: Number(code), stdout: ran.stdout, stderr: stderr ?? "" };
}

describe("a command through a container", () => {
  const odd = ["sh", "-c", 'cat; echo " $# $1 $HOME [$SECRET]"; exit 7', "x", 'it\'s "odd" $HOME \\ *', ""];

  it("has its own arguments, the streams of docker's client and its exit code, and nothing of the image's environment", async () => {
    const { code, stdout } = await run([...throughContainer(B), ...odd], { SECRET: "of the image" });
    expect({ code, stdout }).toEqual({ code: 7, stdout: `input 2 it's "odd" $HOME \\ * /root []\n` });
  });

  it("gets the image by its id, is never pulled, logs nothing and is removed", async () => {
    await run([...throughContainer(B), "true"]);
    const asked = (await readFile(join(directory, "asked"), "utf8")).split("\n");
    expect(asked).toEqual(
      expect.arrayContaining(["--rm", "--pull=never", "--log-driver=none", "--volume=/:/host", B]),
    );
    expect(asked).toContain("--label=com.docker.compose.project=");
    expect(asked.find((word) => word.startsWith("--label=ferry.group="))).toMatch(/=\d+$/);
  });

  it("can be what a key is restricted to: the line of authorized_keys has every quote escaped, and no other backslash", () => {
    const become = throughContainer(B);
    const { argv } = authorize({ move: "m1", user: "porter", from: ["10.0.0.1"], become, publicKey: "k" });
    const forced = argv.at(-1) ?? "";
    expect(forced).toContain(B);
    expect(forced.replaceAll('\\"', "")).not.toMatch(/["\\]/);
  });

  it("shares no connection with others, which would end with it", () => {
    const to = { user: "root", address: "10.0.0.2", port: 22, hostKeys: [], become: [] };
    expect(sshToTarget("m1", to, 1, true).join(" ")).toContain("ControlPath=none");
    expect(sshToTarget("m1", to, 1, true).join(" ")).not.toContain("ControlMaster");
    expect(sshToTarget("m1", to, 1).join(" ")).toContain("ControlMaster=auto");
  });
});

describe("the image that will do", () => {
  const found = async (env: Record<string, string> = {}): Promise<ReturnType<typeof parseHelper>> =>
    parseHelper(await run(findHelper().argv, env));

  it("is refused where root in it is not root here", async () => {
    expect(await found({ ELSEWHERE: "yes" })).toMatchObject({
      why: expect.stringContaining("rootless Docker"),
    });
  });

  it.each<[string, number, string, RegExp, RegExp]>([
    ["there is no docker", 3, "", /no docker command/, /Install Docker/],
    ["the user may not use it", 4, "Got permission denied", /permission denied/, /docker group/],
    ["there is no image", 5, "", /no image/, /docker pull busybox/],
    [
      "no image will do",
      6,
      "no such file: chroot",
      /none of the 8 smallest .*no such file/,
      /docker pull busybox/,
    ],
  ])("is missed with a remedy where %s", (_, code, stderr, why, remedy) => {
    const said = parseHelper({ code, stdout: "", stderr });
    expect(said).toMatchObject({ why: expect.stringMatching(why), remedy: expect.stringMatching(remedy) });
    expect(said).toMatchObject({ remedy: expect.stringContaining("become: sudo") });
  });

  it("goes by the beginning of its id where it has no name", () => {
    expect(parseHelper({ code: 0, stdout: `${A} \n`, stderr: "" })).toEqual({ id: A, image: "a".repeat(12) });
  });
});

describe("the images that are tried", () => {
  it("come in the order of their size, until one will do", async () => {
    const proof = `0 $(stat -c %d:%i /) 0 0 4294967295`;
    const docker = DOCKER.replace('[ -z "$ELSEWHERE" ]', `echo "${proof}"; exit 0; [ -z "$ELSEWHERE" ]`);
    await writeFile(join(directory, "docker"), docker, { mode: 0o755 });
    expect(parseHelper(await run(findHelper().argv))).toEqual({ id: B, image: "web:1" });
  });
});

describe("what commands become root with", () => {
  const endpoint = { user: "porter", address: "10.0.0.2", port: 22, hostKeys: [], become: [] };
  const rights = (answers: Result[], contained = true): { rights: Rights; asked: Command[] } => {
    const asked: Command[] = [];
    const address = { endpoint, contained } as unknown as SshAddress;
    const to = { host: "beta", ssh: "porter@beta" } as ConstructorParameters<typeof Rights>[0];
    const ask = async (what: Command): Promise<Result> => {
      asked.push(what);
      return answers.shift() ?? { code: 5, stdout: "", stderr: "" };
    };
    return { rights: new Rights(to, address, ask), asked };
  };
  const good = { code: 0, stdout: `${B} web:1\n`, stderr: "" };

  it("is looked for once, by all that come at the same time, and told in the plan", async () => {
    const { rights: of, asked } = rights([good]);
    expect(of.told).toBeUndefined();
    const both = await Promise.all([of.before(command("true")), of.before(script("id"))]);
    expect(both).toEqual([throughContainer(B), throughContainer(B)]);
    expect(asked).toHaveLength(1);
    expect(of.told).toBe("beta: as root through a container of web:1, because porter is not root there");
  });

  it("is looked for again after it was not found", async () => {
    const { rights: of } = rights([{ code: 5, stdout: "", stderr: "" }, good]);
    await expect(of.before(command("true"))).rejects.toThrow(/beta: .*cannot become root .*no image/);
    expect(await of.before(command("true"))).toEqual(throughContainer(B));
  });

  it("is not needed by docker's client, but by Compose, which reads files", async () => {
    const { rights: of } = rights([good]);
    expect(await of.before(command("docker", "ps"))).toEqual([]);
    expect(await of.before(command("docker", "compose", "up"))).toEqual(throughContainer(B));
    expect(await of.before({ ...command("docker", "ps"), cwd: "/srv" })).toEqual(throughContainer(B));
  });

  it("is nothing where the host is not declared so", async () => {
    const { rights: of, asked } = rights([], false);
    expect(await of.before(command("true"))).toEqual([]);
    expect(asked).toHaveLength(0);
  });
});
