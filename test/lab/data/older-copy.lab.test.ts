import { describe, expect, it } from "vitest";
import { quiet } from "../../contract/mover/bench";
import { OddLab, type Route } from "./odd/lab";

const odd = OddLab.forThisFile();

const arrived = (tree: string) => odd.differences(tree);

/** What the listings that are compared say nothing of; old enough that nothing is sent for being fresh. */
describe("where the target has an older copy, the same by size, time and content", () => {
  const OLD = "touch -h -d 2001-01-01 * .";
  const NAMES = "echo x > a; cp -a a z";

  async function afterMove(
    name: string,
    source: string,
    target: string,
    route: Route = "root to root",
  ): Promise<string[]> {
    const make = `mkdir -p /srv/${name}; cd /srv/${name}`;
    await odd.alpha.must(`${make}; ${source}; ${OLD}`);
    await odd.beta.must(`${make}; ${target}; ${OLD}`);
    await quiet();
    const move = await odd.move(`/srv/${name}`, route);
    await move.whole();
    return [...(await arrived(`/srv/${name}`)), ...((await move.agree()) ? [] : ["the manifests differ"])];
  }

  it("names are put together where each was a file of its own, and taken apart where they were one", async () => {
    const own = "for f in a b c d; do echo x > $f; done";
    expect(await afterMove("parted", `${own}; ln -f a b`, `${own}; ln -f c d`)).toEqual([]);
  });

  it("a new name of a file that had several already joins them", async () => {
    expect(await afterMove("joined", "echo x > a; ln a b; ln a c", "echo x > a; ln a b")).toEqual([]);
  });

  it("names that belong together otherwise are put together as on the source", async () => {
    expect(await afterMove("names", `${NAMES}; ln a b; ln z c`, `${NAMES}; ln a c; ln z b`)).toEqual([]);
  });

  it("symlinks that are one file with two names become so", async () => {
    expect(await afterMove("links", "ln -s x a; ln -P a b", "ln -s x a; ln -s x b")).toEqual([]);
  });

  it.each<[string, string, Route]>([
    ["sent whole", "10M", "root to root"],
    ["that travels by blocks", "40M", "root to sudo"],
  ])("holes of a file %s are holes afterwards", async (_, size, route) => {
    const page = "printf page | dd of=a conv=notrunc bs=4096 seek=2000 2> /dev/null";
    const filled = `head -c ${size} /dev/zero > a`;
    expect(
      await afterMove(`holes-${size}`, `truncate -s ${size} a; ${page}`, `${filled}; ${page}`, route),
    ).toEqual([]);
  });

  it.each<[string, Route]>([
    ["python3", "root to sudo"],
    ["getfattr", "root to root"],
  ])("attributes become those of the source, where both hosts have %s", async (tool, route) => {
    const two = `echo x > a; b=$(printf 'b\\\\ \\nx\\377:'); echo y > "$b"`;
    expect(
      await afterMove(
        `attributes-${tool}`,
        `${two}; setfattr -n user.mine -v 1 a`,
        `${two}; setfattr -n user.theirs -v 1 "$b"; setfacl -m u:4713:rw "$b"; chmod 644 "$b"`,
        route,
      ),
    ).toEqual([]);
  });
});
