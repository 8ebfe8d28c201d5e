import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Kind } from "../../providers/model/kind";
import { title } from "../../providers/model/procedure";
import type { FakeHost } from "./fake-host";
import { type Scene, TwoHosts } from "./two-hosts";

/** What every kind of service promises (providers/model/kind.ts). */
export function kindContract(kind: Kind, scene: () => Scene): void {
  describe(`the kind ${kind.kind}`, () => {
    const { service, secrets } = scene();
    let hosts: TwoHosts;
    let [alpha, beta] = [] as unknown as [FakeHost, FakeHost];

    beforeEach(() => {
      hosts = new TwoHosts(kind, scene());
      ({ alpha, beta } = hosts);
    });
    afterEach(() => hosts.remove());

    it("is found where it runs, and not where it is not", () => {
      expect(hosts.stateOn(alpha)).toBe("running");
      expect(hosts.stateOn(beta)).toBe("absent");
      hosts.stop(alpha);
      expect(hosts.stateOn(alpha)).toBe("stopped");
    });

    it("looks without writing anything", () => {
      const before = [alpha.snapshot(), beta.snapshot()];
      const source = hosts.observe();
      beta.perform(kind.place(service, source, beta.host));
      beta.perform(kind.checks(service, source, beta.host));
      alpha.perform(kind.policies(service, alpha.host));
      expect([hosts.stateOn(alpha), hosts.stateOn(beta)]).toEqual(["running", "absent"]);
      expect([...alpha.changes(), ...beta.changes()]).toEqual([]);
      expect([alpha.snapshot(), beta.snapshot()]).toEqual(before);
    });

    it("has a place on the target for every dataset, by the same id", () => {
      const source = hosts.observe();
      const places = beta.perform(kind.place(service, source, beta.host));
      expect(places.map(({ id }) => id).sort()).toEqual(source.datasets.map(({ id }) => id).sort());
      expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
      for (const { path } of [...places, ...source.datasets]) expect(path).toMatch(/^\/.*[^/]$/);
      for (const { path } of places) expect(path).toContain(beta.host.root);
    });

    it("passes its own checks on a host that is fit", () => {
      const failed = beta
        .perform(kind.checks(service, hosts.observe(), beta.host))
        .filter(({ outcome }) => outcome === "fail");
      expect(failed).toEqual([]);
    });

    it("says what to do with every check that does not pass", () => {
      const source = hosts.observe();
      for (const check of [...source.troubles, ...beta.perform(kind.checks(service, source, beta.host))]) {
        if (check.outcome !== "pass") expect(check.remedy).toMatch(/\S/);
      }
    });

    it("does not run on the target before it is started", () => {
      hosts.stage(hosts.observe());
      beta.docker.reboot();
      expect(hosts.stateOn(beta)).not.toBe("running");
      expect(hosts.stateOn(alpha)).toBe("running");
    });

    it("runs on the target once it has been started there", () => {
      hosts.moveToBeta();
      expect(hosts.stateOn(beta)).toBe("running");
      expect(beta.perform(kind.ready(service, beta.host))).toEqual({ state: "ready", reason: "" });
    });

    it("does every step twice as once", () => {
      const source = hosts.observe();
      const twice = (at: FakeHost, work: () => void) => {
        work();
        const after = JSON.stringify(at.docker.state);
        work();
        expect(JSON.stringify(at.docker.state)).toBe(after);
      };
      twice(beta, () => hosts.stage(source));
      twice(alpha, () => alpha.perform(kind.fence(service, alpha.host)));
      twice(alpha, () => hosts.stop(alpha));
      hosts.copy(source);
      twice(beta, () => beta.perform(kind.start(service, beta.host)));
      twice(beta, () => hosts.stop(beta));
      twice(beta, () => hosts.unstage(source));
    });

    it("stays down where it is fenced, also after a reboot, until its policies are put back", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      alpha.perform(kind.fence(service, alpha.host));
      hosts.stop(alpha);
      alpha.docker.reboot();
      expect(hosts.stateOn(alpha)).toBe("stopped");
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual({});
      alpha.perform(kind.unfence(service, alpha.host, policies));
      alpha.perform(kind.start(service, alpha.host));
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual(policies);
      expect(hosts.stateOn(alpha)).toBe("running");
    });

    it("ends on the target with the policies that it had on the source", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      hosts.moveToBeta();
      expect(beta.perform(kind.policies(service, beta.host))).toEqual(policies);
    });

    it("leaves the target's Docker as it was when the move is undone", () => {
      const before = JSON.stringify(beta.docker.state);
      const source = hosts.moveToBeta();
      beta.perform(kind.fence(service, beta.host));
      hosts.stop(beta);
      hosts.emptyPlaces(source);
      hosts.unstage(source);
      expect(JSON.parse(JSON.stringify({ ...beta.docker.state, images: [] }))).toEqual({
        ...JSON.parse(before),
        images: [],
      });
    });

    it("keeps a volume with data in it whoever made it", () => {
      const source = hosts.moveToBeta();
      hosts.stop(beta);
      const volumes = beta.docker.state.volumes.length;
      hosts.unstage(source);
      expect(beta.docker.state.volumes).toHaveLength(volumes);
    });

    it("does not undo what another move made", () => {
      const source = hosts.observe();
      hosts.stage(source, "m1");
      const after = JSON.stringify(beta.docker.state);
      hosts.unstage(source, "m2");
      expect(JSON.stringify(beta.docker.state)).toBe(after);
    });

    it("keeps the copy that an earlier move left on the target when it comes back", () => {
      hosts.moveToBeta();
      const back = hosts.observe(beta);
      const retained = JSON.stringify(alpha.docker.state);
      hosts.stage(back, "m2", alpha);
      hosts.unstage(back, "m2", alpha);
      expect(JSON.stringify(alpha.docker.state)).toBe(retained);
    });

    it("comes back with its policies", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      hosts.moveToBeta();
      const back = hosts.observe(beta);
      hosts.stage(back, "m2", alpha);
      beta.perform(kind.fence(service, beta.host));
      hosts.stop(beta);
      alpha.perform(kind.start(service, alpha.host));
      expect(hosts.stateOn(alpha)).toBe("running");
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual(policies);
      expect(beta.perform(kind.policies(service, beta.host))).toEqual({});
    });

    it("lets no secret into a command line, an environment or a title", () => {
      const source = hosts.moveToBeta();
      hosts.stop(beta);
      hosts.unstage(source);
      const said = [...alpha.commands, ...beta.commands].map((each) =>
        JSON.stringify([each.argv, each.env ?? {}, title(each)]),
      );
      for (const secret of secrets) expect(said.filter((text) => text.includes(secret))).toEqual([]);
      const { definition: _, ...told } = source;
      for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
    });

    it("gives scripts their values as arguments only", () => {
      const source = hosts.moveToBeta();
      hosts.stop(beta);
      hosts.unstage(source);
      const scripts = [...alpha.commands, ...beta.commands]
        .filter(({ argv }) => argv[0] === "sh")
        .map(({ argv }) => argv[2]);
      for (const text of scripts) {
        expect(text).not.toContain(alpha.host.root);
        expect(text).not.toContain(beta.host.root);
      }
    });
  });
}
