import { describe, expect, it } from "vitest";
import { CommandProvider } from "./provider";

const urn = "urn:pulumi:s::p::command:local:Command::hook";
const provider = new CommandProvider();

describe("the stand-in for pulumi-resource-command", () => {
  it("runs `create` once, and `update` with what the earlier run said", async () => {
    const news = { create: "echo made", update: 'echo "after $PULUMI_COMMAND_STDOUT"; echo low >&2' };
    const made = await provider.create(urn, news);
    expect(made.outs).toMatchObject({ stdout: "made", stderr: "" });
    const updated = await provider.update(made.id, urn, made.outs, news);
    expect(updated.outs).toMatchObject({ stdout: "after made", stderr: "low" });
  });

  it("fails with what the command said", async () => {
    await expect(provider.create(urn, { create: "echo why >&2; exit 3" })).rejects.toThrow(
      /exit status 3.*\n?why/s,
    );
  });

  it("plans an update for a changed input, a replacement for a changed trigger, nothing otherwise", async () => {
    const olds = { create: "true", triggers: ["a"], stdout: "", stderr: "" };
    const diff = (news: object) => provider.diff("id", urn, olds, news);
    expect(await diff({ create: "true", triggers: ["a"] })).toEqual({ changes: false, replaces: [] });
    expect(await diff({ create: "false", triggers: ["a"] })).toEqual({ changes: true, replaces: [] });
    expect(await diff({ create: "true", triggers: ["b"] })).toEqual({
      changes: true,
      replaces: ["triggers"],
    });
  });

  it("gives the command the secret and keeps it, and what may show it, secret in the state", async () => {
    const envelope = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "hush",
    };
    const made = await provider.create(urn, { create: "echo $TOKEN", environment: { TOKEN: envelope } });
    expect(made.outs).toMatchObject({
      environment: { TOKEN: envelope },
      stdout: { ...envelope, value: "hush" },
    });
  });

  it("refuses what it does not stand in for", async () => {
    const remote = urn.replace("local", "remote");
    await expect(provider.create(remote, {})).rejects.toThrow("only local.Command");
  });
});
