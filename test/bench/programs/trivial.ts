import * as pulumi from "@pulumi/pulumi";

/** The least that a dynamic provider can do; Pulumi serialises it into each resource. */
const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs) => ({ id: `trivial-${inputs.value}`, outs: inputs }),
  diff: async (_id, olds, news) => ({ changes: olds.value !== news.value }),
};

class Trivial extends pulumi.dynamic.Resource {
  constructor(name: string, value: number) {
    super(provider, name, { value });
  }
}

for (let value = 1; value <= Number(process.env.BENCH_RESOURCES); value++)
  new Trivial(`trivial-${value}`, value);
