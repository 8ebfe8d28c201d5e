import { describe, expect, it } from "vitest";
import { Hosts } from "../../../providers/engine/hosts";
import { glance, perform, Unreadable } from "../../../providers/engine/perform";
import { SharedFacts } from "../../../providers/engine/sharing";
import { type Command, command, type Result } from "../../../providers/model/command";
import {
  act,
  ask,
  CommandFailed,
  type Fact,
  type Procedure,
  together,
} from "../../../providers/model/procedure";
import type { Transport } from "../../../providers/model/transport";

/** A transport that answers from a table and remembers what it was asked. */
function answering(answers: Record<string, Partial<Result>>): { transport: Transport; asked: string[] } {
  const asked: string[] = [];
  const run = async ({ argv }: Command): Promise<Result> => {
    asked.push(argv.join(" "));
    return { code: 0, stdout: "", stderr: "", ...answers[argv.join(" ")] };
  };
  return {
    transport: { host: { name: "alpha", address: "a", root: "" }, run } as unknown as Transport,
    asked,
  };
}

const text = (...argv: string[]): Fact<string> => ({ ask: command(...argv), parse: ({ stdout }) => stdout });

describe("performing a procedure", () => {
  it("hands each parsed answer back in, so that the next question can depend on it", async () => {
    const { transport, asked } = answering({
      whoami: { stdout: "root" },
      "groups root": { stdout: "wheel" },
    });
    const procedure = (function* (): Procedure<string> {
      const user = yield* ask(text("whoami"));
      return yield* ask(text("groups", user));
    })();
    expect(await perform(transport, procedure)).toBe("wheel");
    expect(asked).toEqual(["whoami", "groups root"]);
  });

  it("lets a procedure catch a command that failed, and go on", async () => {
    const { transport } = answering({ false: { code: 1, stderr: "no" } });
    const procedure = (function* (): Procedure<string> {
      try {
        yield* ask(act(command("false")));
        return "fine";
      } catch (error) {
        return error instanceof CommandFailed ? error.message : "other";
      }
    })();
    expect(await perform(transport, procedure)).toBe("alpha: `false` exited with 1: no");
  });

  it("does side by side what does not wait for each other, and ends all of it before it fails", async () => {
    const under: string[] = [];
    const seen: string[] = [];
    const run = async ({ argv: [word = ""] }: Command): Promise<Result> => {
      under.push(word);
      seen.push([...under].sort().join(" "));
      await new Promise((resolve) => setTimeout(resolve, word === "slow" ? 30 : 10));
      under.splice(under.indexOf(word), 1);
      return { code: word === "bad" ? 1 : 0, stdout: word, stderr: "" };
    };
    const transport = { host: { name: "alpha", address: "a", root: "" }, run } as unknown as Transport;
    const both = together(ask(text("quick")), ask(text("slow")));
    expect(await perform(transport, both)).toEqual(["quick", "slow"]);
    expect(seen).toContain("quick slow");
    const failing = perform(transport, together(ask(text("slow")), ask(act(command("bad")))));
    await expect(failing).rejects.toBeInstanceOf(CommandFailed);
    expect(under).toEqual([]);
  });

  it("names host and command when a tool prints what its parser does not know", async () => {
    const { transport } = answering({ ps: { stdout: "garbage" } });
    const fact: Fact<unknown> = { ask: command("ps"), parse: ({ stdout }) => JSON.parse(stdout) };
    const performed = perform(transport, ask(fact));
    await expect(performed).rejects.toBeInstanceOf(Unreadable);
    await expect(performed).rejects.toThrow(/alpha: `ps` printed something unexpected/);
  });

  it("never names standard input in an error: secrets travel there", async () => {
    const { transport } = answering({ login: { code: 1 } });
    const failing = perform(transport, ask(act({ ...command("login"), stdin: "hunter2" })));
    await expect(failing).rejects.not.toThrow(/hunter2/);
  });
});

describe("answers that services share", () => {
  it("are asked for once while they are fresh, and again afterwards", async () => {
    let now = 0;
    const shared = new SharedFacts(1000, () => now);
    const { transport, asked } = answering({});
    const look = () => perform(transport, ask({ ...text("docker", "ps"), shared: true }), { shared });
    await Promise.all([look(), look()]);
    expect(asked).toHaveLength(1);
    now = 1001;
    await look();
    expect(asked).toHaveLength(2);
  });

  it("are never shared by facts that do not say so", async () => {
    const { transport, asked } = answering({});
    const shared = new SharedFacts(1000);
    await perform(transport, ask(text("date")), { shared });
    await perform(transport, ask(text("date")), { shared });
    expect(asked).toHaveLength(2);
  });
});

describe("a glance", () => {
  it("answers from shared facts alone, and says nothing where a procedure needs more", async () => {
    const shared = new SharedFacts(1000);
    const { transport, asked } = answering({ ps: { stdout: "web" } });
    const listed = { ...text("ps"), shared: true };
    expect(await glance(transport, ask(listed), shared)).toBe("web");
    expect(await glance(transport, ask(text("status")), shared)).toBeUndefined();
    expect(asked).toEqual(["ps"]);
  });
});

describe("the hosts of a stack", () => {
  it("are connected to once, and again after a failure", async () => {
    let tries = 0;
    const hosts = new Hosts(["alpha"], () => {
      tries += 1;
      if (tries === 1) throw new Error("no route");
      return answering({}).transport;
    });
    await expect(hosts.get("alpha")).rejects.toThrow("no route");
    expect(await hosts.get("alpha")).toBe(await hosts.get("alpha"));
    expect(tries).toBe(2);
  });
});
