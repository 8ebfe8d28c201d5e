import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command, script } from "../../../providers/model/command";
import { HostUnreachable } from "../../../providers/transport/errors";
import { openTransport } from "../../../providers/transport/open";
import { transportContract } from "../../contract/transport";

transportContract("the local transport", async () => {
  const root = await mkdtemp(join(tmpdir(), "ferry-local-"));
  const transport = await openTransport("alpha", { local: root });
  return { transport, close: () => rm(root, { recursive: true }) };
});

describe("a local host", () => {
  it("lies in its directory and listens on loopback unless declared otherwise", async () => {
    expect((await openTransport("alpha", { local: "/srv/alpha" })).host).toEqual({
      name: "alpha",
      address: "127.0.0.1",
      root: "/srv/alpha",
    });
    expect((await openTransport("alpha", { local: "/srv/alpha", address: "127.0.0.2" })).host.address).toBe(
      "127.0.0.2",
    );
  });

  it("cannot be reached when its directory is missing, with the command that makes it", async () => {
    const transport = await openTransport("alpha", { local: "/nonexistent/alpha" });
    const error = await transport.run(command("true")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HostUnreachable);
    expect((error as HostUnreachable).remedy).toContain("mkdir -p /nonexistent/alpha");
  });

  it("keeps Pulumi's own variables, which hold secrets, from what runs on it", async () => {
    process.env.PULUMI_CONFIG_PASSPHRASE = "hush";
    const transport = await openTransport("alpha", { local: tmpdir() });
    const { stdout } = await transport.run(script("env"));
    delete process.env.PULUMI_CONFIG_PASSPHRASE;
    expect(stdout).toContain("PATH=");
    expect(stdout).not.toContain("hush");
  });
});
