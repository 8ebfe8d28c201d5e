import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { declareServices } from "../../program/declare";
import { normalise } from "../../schemas/normal";
import type { HostDecl } from "../../schemas/stack";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly provider?: string;
}

let registered: Registered[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, provider }) => {
      registered.push({ type, name, inputs, ...(provider === undefined ? {} : { provider }) });
      return { id: name, state: { ...inputs, host: inputs.service?.host } };
    },
    call: ({ inputs }) => inputs,
  });
});

/** Declares a service on beta and waits until Pulumi has registered it. */
async function declare(beta: HostDecl): Promise<Registered[]> {
  const shop = { kind: "compose", host: "beta", directory: "/srv/shop" } as const;
  const hosts = { alpha: { ssh: "root@alpha" }, beta };
  const services = declareServices(normalise({ hosts, services: { shop } }));
  await new Promise((resolve) => services.shop?.host.apply(resolve));
  return registered;
}

const network = (all: readonly Registered[]) => all.find(({ type }) => type.endsWith(":Network"));

describe("declaring Docker networks", () => {
  it("makes them on their host, before the services that live there", async () => {
    const all = await declare({ ssh: "deploy@beta:2222", networks: { backbone: {} } });
    expect(all.map(({ name }) => name)).toEqual(["docker-beta", "beta-backbone", "shop"]);
    expect(all[0]?.inputs.host).toBe("ssh://deploy@beta:2222");
    expect(network(all)?.provider).toMatch(/docker-beta/);
    expect(network(all)?.inputs).toEqual({ name: "backbone", driver: "bridge", internal: false });
  });

  it("gives them the options of the stack file", async () => {
    const all = await declare({
      ssh: "root@beta",
      networks: { mesh: { driver: "macvlan", subnet: "10.9.0.0/24", internal: true } },
    });
    expect(network(all)?.inputs).toEqual({
      name: "mesh",
      driver: "macvlan",
      internal: true,
      ipamConfigs: [{ subnet: "10.9.0.0/24" }],
    });
  });

  it("connects to no Docker where none is declared", async () => {
    expect((await declare({ ssh: "root@beta" })).map(({ name }) => name)).toEqual(["shop"]);
  });
});
