import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { declareServices } from "../../program/declare";
import { SHIM } from "../../providers/service";
import { normalise } from "../../schemas/normal";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

let registered: Registered[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs });
      return { id: name, state: { ...inputs, host: inputs.service?.host } };
    },
    call: ({ inputs }) => inputs,
  });
});

const stack = normalise({
  hosts: { alpha: { ssh: "root@alpha" }, beta: { ssh: "root@beta" } },
  services: {
    shop: {
      kind: "compose",
      host: "beta",
      directory: "/srv/shop",
      hooks: { before: [["dns", "lower ttl", "it's"]], after: [["notify"], ["backup", "now"]] },
    },
  },
});

/** Declares the stack and waits until Pulumi has registered everything. */
async function declare(): Promise<Registered[]> {
  const { shop } = declareServices(stack);
  await new Promise((resolve) => shop?.host.apply(resolve));
  while (registered.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  return registered;
}

describe("declaring a stack", () => {
  it("registers each service with what it was declared as, and nothing undefined inside", async () => {
    const service = (await declare()).find(({ type }) => type === "pulumi-nodejs:dynamic/ferry:Service");
    expect(service?.inputs).toMatchObject({ service: { name: "shop", host: "beta" }, hosts: stack.hosts });
    expect(service?.inputs.__provider).toBe(SHIM);
    expect(JSON.parse(JSON.stringify(service?.inputs))).toEqual(service?.inputs);
  });

  it("puts hooks around the move, in their order, and runs none when it adopts", async () => {
    const all = await declare();
    expect(all.map(({ name }) => name)).toEqual(["shop-before-1", "shop", "shop-after-1", "shop-after-2"]);
    for (const { inputs } of all.filter(({ type }) => type === "command:local:Command")) {
      expect(inputs.create).toBe("true");
      expect(inputs.environment).toMatchObject({ FERRY_SERVICE: "shop", FERRY_HOST: "beta" });
    }
  });

  it("passes a hook's words as they are, with no shell between", async () => {
    const before = (await declare()).find(({ name }) => name === "shop-before-1");
    const environment = before?.inputs.environment as { FERRY_HOOK: string } | undefined;
    expect(JSON.parse(environment?.FERRY_HOOK ?? "[]")).toEqual(["dns", "lower ttl", "it's"]);
    expect(before?.inputs.update).not.toContain("dns");
  });
});
