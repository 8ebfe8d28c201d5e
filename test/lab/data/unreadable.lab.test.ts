import { describe, expect, it } from "vitest";
import { OddLab } from "./odd/lab";

const odd = OddLab.forThisFile();

describe("files that only their owner may read", () => {
  const tree = "/home/deploy/tree";
  const begin = async () => {
    for (const host of [odd.alpha, odd.beta]) {
      await host.must("install -d -o deploy -m 700 /var/lib/ferry; install -d -o deploy /home/deploy");
    }
    await odd.alpha.must(
      `rm -rf ${tree}; install -d -o deploy ${tree}; cd ${tree}; echo x > fine; echo s > secret; chmod 600 secret; chown deploy fine`,
    );
    return odd.move(tree, "user to user");
  };

  it("stop the final pass, named with path and host", async () => {
    const move = await begin();
    await move.open();
    await expect(move.finish()).rejects.toThrow(
      /sending on alpha exited with .*\.\/secret: .*Permission denied/s,
    );
    await move.discard();
  });

  it("stop the first pass already, while the service runs", async () => {
    const move = await begin();
    await move.open();
    await expect(move.pass()).rejects.toThrow(/alpha.*\.\/secret: .*Permission denied/s);
  });

  it("stop the listing where it is a directory that may not be read", async () => {
    const move = await begin();
    await odd.alpha.must(`mkdir -m 700 ${tree}/closed`);
    await move.open();
    await expect(move.pass()).rejects.toThrow(/\.\/closed.*Permission denied/s);
    await move.discard();
  });
});
