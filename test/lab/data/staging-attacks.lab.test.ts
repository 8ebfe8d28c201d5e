import { dirname } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { quiet, type TreeMove } from "../../contract/mover/bench";
import { differences, type Entry } from "./odd/differences";
import { OddLab } from "./odd/lab";
import { entriesOf } from "./odd/on-host";

const odd = OddLab.forThisFile();

const MALLORY = 5000;
const HOME = "/srv/mallory";
const VICTIM = "/srv/victim";
let before: readonly Entry[];
let move: TreeMove;

/** As a user of the target who owns the directory in which Ferry, as root, makes its staging tree. */
const asMallory = (text: string) =>
  odd.beta.must(`setpriv --reuid ${MALLORY} --regid ${MALLORY} --clear-groups sh -c "$(cat)"`, {
    stdin: `set -e; ${text}`,
  });
/** The directory around the staging tree: what is in the attacker's own. */
const place = () => dirname(staged());
const staged = () => move.bench.mover.staged(move.passage);
const edit = (text: string) => odd.alpha.must(`cd ${HOME}/data && ${text}`);

/** Everything is there, and old enough that the next pass sends only what changes from now on. */
async function settled(): Promise<void> {
  await move.open();
  await quiet();
  await move.pass();
  expect((await move.prepare()).files).toBe(0);
}

/** Nothing outside of the staging tree has changed: not content, owners, modes, nor times. */
const untouched = async () => expect(differences(before, await entriesOf(odd.beta, VICTIM))).toEqual([]);

beforeEach(async () => {
  const own = `chown -R ${MALLORY}:${MALLORY} ${HOME}`;
  for (const host of [odd.alpha, odd.beta]) {
    await host.must(
      `rm -rf ${HOME} ${VICTIM}; mkdir -p ${HOME}/data/a/b/c; cd ${HOME}/data; echo old > a/b/c/file; echo old > top; ${own}`,
    );
  }
  await edit("echo new > a/b/c/file; echo new > top");
  await odd.beta.must(
    `mkdir -p ${VICTIM}/b/c ${VICTIM}/c; cd ${VICTIM}; for f in top b/c/file c/file precious; do echo victim > $f; done; chmod 700 b/c; chmod 600 top`,
  );
  before = await entriesOf(odd.beta, VICTIM);
  move = await odd.move(`${HOME}/data`);
});

describe("a user who owns the directory around the staging tree", () => {
  it("may take the whole tree away: then the pass fails, and nothing is written elsewhere", async () => {
    await move.open();
    await asMallory(`mv '${place()}' '${HOME}/aside'`);
    await expect(move.pass()).rejects.toThrow(/receiving on beta/);
    await untouched();
  });

  it("cannot have it written elsewhere through a link in its place", async () => {
    await move.open();
    await asMallory(`mv '${place()}' '${HOME}/aside'; ln -s ${VICTIM} '${place()}'`);
    await move.pass().catch(() => undefined);
    await untouched();
  });

  it("cannot have it written elsewhere through a link inside", async () => {
    await settled();
    const enters = asMallory(`cd '${staged()}/a'; mv b b.aside; ln -s ${VICTIM}/b b`);
    await expect(enters).rejects.toThrow(/can't cd to/);
    await edit("echo newer > a/b/c/file");
    await move.pass();
    await untouched();
  });

  it("cannot have anything deleted elsewhere through a link inside", async () => {
    await settled();
    const enters = asMallory(`cd '${staged()}/a'; mv b b.aside; ln -s ${VICTIM}/b b`);
    await expect(enters).rejects.toThrow(/can't cd to/);
    await edit("rm a/b/c/file");
    await move.pass();
    await untouched();
  });

  it("cannot be given somebody else's directory while the staging tree is made", async () => {
    await interpose("cp", `mv '${place()}' '${HOME}/aside'; ln -s ${VICTIM} '${place()}'`);
    await move.open().catch(() => undefined);
    await odd.beta.must("rm -f /usr/local/bin/cp");
    await untouched();
  });

  it("cannot have it written elsewhere by taking it away right after Ferry has come to it", async () => {
    await settled();
    await interpose(
      "cat",
      `mv '${place()}' '${HOME}/aside'; mkdir '${place()}'; ln -s ${VICTIM} '${staged()}'`,
      "staging.id",
    );
    await edit("echo newer > top; rm a/b/c/file");
    await move.pass();
    await expect(odd.beta.must("ls /usr/local/bin/cat")).rejects.toThrow(/No such file/);
    await untouched();
    expect(await odd.beta.must(`cat '${HOME}/aside/tree/top'`)).toBe("newer\n");
  });

  it("has nothing elsewhere removed when the staging tree is given up", async () => {
    await move.open();
    await asMallory(`mv '${place()}' '${HOME}/aside'; ln -s ${VICTIM} '${place()}'`);
    await move.discard();
    await untouched();
  });

  it("may put a link in the place of the real tree: it is exchanged, and nothing is written where it leads", async () => {
    await move.open();
    await move.pass();
    await asMallory(`mv ${HOME}/data ${HOME}/aside; ln -s ${VICTIM} ${HOME}/data`);
    await move.swap();
    await untouched();
    await move.unswap();
    await move.discard();
    await untouched();
  });
});

/** Lets something happen on beta, as that user, right before the first run of a program there with such a word. */
async function interpose(program: string, happening: string, word = ""): Promise<void> {
  await odd.beta.write("/opt/happening", `set -e; ${happening}\n`, 0o755);
  const text = `#!/bin/sh
case "$*" in *${word}*)
  rm -f /usr/local/bin/${program}
  setpriv --reuid ${MALLORY} --regid ${MALLORY} --clear-groups sh /opt/happening;;
esac
exec /usr/bin/${program} "$@"
`;
  await odd.beta.write(`/usr/local/bin/${program}`, text, 0o755);
}
