import { cpSync, mkdirSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Kind, Named } from "../../providers/model/kind";
import { title } from "../../providers/model/procedure";
import type { Observed } from "../../providers/model/service";
import type { ServiceDecl } from "../../schemas/stack";
import { FakeHost } from "./fake-host";

/** A service that runs on the first host, with everything its kind can have. */
export interface Scene {
  readonly service: Named<ServiceDecl>;
  /** Words of the service's definition that nobody may see in a command line or a message. */
  readonly secrets: readonly string[];
  /** Puts the service on a host, running. */
  lay(host: FakeHost): void;
  /** Makes ready what the engine brings before the stage (images). */
  bring?(host: FakeHost): void;
}

/** What every kind of service promises (providers/model/kind.ts). */
export function kindContract(kind: Kind, scene: () => Scene): void {
  describe(`the kind ${kind.kind}`, () => {
    let [alpha, beta] = [new FakeHost("alpha", "127.0.0.1"), new FakeHost("beta", "127.0.0.2")];
    let { service, secrets, lay, bring } = scene();

    beforeEach(() => {
      [alpha, beta] = [new FakeHost("alpha", "127.0.0.1"), new FakeHost("beta", "127.0.0.2")];
      ({ service, secrets, lay, bring } = scene());
      lay(alpha);
    });
    afterEach(() => {
      for (const each of [alpha, beta]) each.remove();
    });

    const stopFor = (at: FakeHost) => at.perform(kind.stop(service, at.host));
    const stateOn = (at: FakeHost) => at.perform(kind.locate(service, at.host)).state;
    const observe = (): Observed => alpha.perform(kind.observe(service, alpha.host));
    const stage = (source: Observed, move = "m1") => {
      bring?.(beta);
      beta.perform(kind.stage(service, source, beta.host, move));
    };
    const unstage = (source: Observed, move = "m1") =>
      beta.perform(kind.unstage(service, source, beta.host, move));
    /** What a mover does, without its staging trees. */
    const copy = (source: Observed, from = alpha, to = beta): void => {
      for (const place of to.perform(kind.place(service, source, to.host))) {
        const dataset = source.datasets.find(({ id }) => id === place.id);
        if (!dataset) continue;
        rmSync(place.path, { recursive: true, force: true });
        mkdirSync(`${place.path}/..`, { recursive: true });
        cpSync(dataset.path, place.path, {
          recursive: true,
          verbatimSymlinks: true,
          preserveTimestamps: true,
        });
      }
      void from;
    };
    const moveToBeta = (): Observed => {
      const source = observe();
      stage(source);
      alpha.perform(kind.fence(service, alpha.host));
      stopFor(alpha);
      copy(source);
      beta.docker.compose.projects.clear();
      for (const [directory, text] of alpha.docker.compose.projects) {
        beta.docker.compose.projects.set(
          directory.replace(alpha.host.root, beta.host.root),
          text.replaceAll(alpha.host.root, beta.host.root),
        );
      }
      beta.perform(kind.start(service, beta.host));
      return source;
    };

    it("is found where it runs, and not where it is not", () => {
      expect(stateOn(alpha)).toBe("running");
      expect(stateOn(beta)).toBe("absent");
      stopFor(alpha);
      expect(stateOn(alpha)).toBe("stopped");
    });

    it("looks without writing anything", () => {
      const before = [alpha.snapshot(), beta.snapshot()];
      const source = observe();
      beta.perform(kind.place(service, source, beta.host));
      beta.perform(kind.checks(service, source, beta.host));
      alpha.perform(kind.policies(service, alpha.host));
      expect([stateOn(alpha), stateOn(beta)]).toEqual(["running", "absent"]);
      expect([...alpha.changes(), ...beta.changes()]).toEqual([]);
      expect([alpha.snapshot(), beta.snapshot()]).toEqual(before);
    });

    it("has a place on the target for every dataset, by the same id", () => {
      const source = observe();
      const places = beta.perform(kind.place(service, source, beta.host));
      expect(places.map(({ id }) => id).sort()).toEqual(source.datasets.map(({ id }) => id).sort());
      expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
      for (const { path } of [...places, ...source.datasets]) expect(path).toMatch(/^\/.*[^/]$/);
      for (const { path } of places) expect(path).toContain(beta.host.root);
    });

    it("passes its own checks on a host that is fit", () => {
      const failed = beta
        .perform(kind.checks(service, observe(), beta.host))
        .filter(({ outcome }) => outcome === "fail");
      expect(failed).toEqual([]);
    });

    it("says what to do with every check that does not pass", () => {
      const source = observe();
      for (const check of [...source.troubles, ...beta.perform(kind.checks(service, source, beta.host))]) {
        if (check.outcome !== "pass") expect(check.remedy).toMatch(/\S/);
      }
    });

    it("does not run on the target before it is started", () => {
      stage(observe());
      beta.docker.reboot();
      expect(stateOn(beta)).not.toBe("running");
      expect(stateOn(alpha)).toBe("running");
    });

    it("runs on the target once it has been started there", () => {
      moveToBeta();
      expect(stateOn(beta)).toBe("running");
      expect(beta.perform(kind.ready(service, beta.host))).toEqual({ state: "ready", reason: "" });
    });

    it("does every step twice as once", () => {
      const source = observe();
      const twice = (at: FakeHost, work: () => void) => {
        work();
        const after = JSON.stringify(at.docker.state);
        work();
        expect(JSON.stringify(at.docker.state)).toBe(after);
      };
      twice(beta, () => stage(source));
      twice(alpha, () => alpha.perform(kind.fence(service, alpha.host)));
      twice(alpha, () => stopFor(alpha));
      copy(source);
      for (const [directory, text] of alpha.docker.compose.projects) {
        beta.docker.compose.projects.set(
          directory.replace(alpha.host.root, beta.host.root),
          text.replaceAll(alpha.host.root, beta.host.root),
        );
      }
      twice(beta, () => beta.perform(kind.start(service, beta.host)));
      twice(beta, () => stopFor(beta));
      twice(beta, () => unstage(source));
    });

    it("stays down where it is fenced, also after a reboot, until its policies are put back", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      alpha.perform(kind.fence(service, alpha.host));
      stopFor(alpha);
      alpha.docker.reboot();
      expect(stateOn(alpha)).toBe("stopped");
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual({});
      alpha.perform(kind.unfence(service, alpha.host, policies));
      alpha.perform(kind.start(service, alpha.host));
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual(policies);
      expect(stateOn(alpha)).toBe("running");
    });

    it("ends on the target with the policies that it had on the source", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      moveToBeta();
      expect(beta.perform(kind.policies(service, beta.host))).toEqual(policies);
    });

    it("leaves the target's Docker as it was when the move is undone", () => {
      const before = JSON.stringify(beta.docker.state);
      const source = moveToBeta();
      beta.perform(kind.fence(service, beta.host));
      stopFor(beta);
      for (const { path } of beta.perform(kind.place(service, source, beta.host))) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path, { recursive: true });
      }
      unstage(source);
      expect(JSON.parse(JSON.stringify({ ...beta.docker.state, images: [] }))).toEqual({
        ...JSON.parse(before),
        images: [],
      });
    });

    it("keeps a volume with data in it whoever made it", () => {
      const source = moveToBeta();
      stopFor(beta);
      const volumes = beta.docker.state.volumes.length;
      unstage(source);
      expect(beta.docker.state.volumes).toHaveLength(volumes);
    });

    it("does not undo what another move made", () => {
      const source = observe();
      stage(source, "m1");
      const after = JSON.stringify(beta.docker.state);
      unstage(source, "m2");
      expect(JSON.stringify(beta.docker.state)).toBe(after);
    });

    it("keeps the copy that an earlier move left on the target when it comes back", () => {
      moveToBeta();
      const back = beta.perform(kind.observe(service, beta.host));
      const retained = JSON.stringify(alpha.docker.state);
      bring?.(alpha);
      alpha.perform(kind.stage(service, back, alpha.host, "m2"));
      alpha.perform(kind.unstage(service, back, alpha.host, "m2"));
      expect(JSON.stringify(alpha.docker.state)).toBe(retained);
    });

    it("comes back with its policies", () => {
      const policies = alpha.perform(kind.policies(service, alpha.host));
      moveToBeta();
      const back = beta.perform(kind.observe(service, beta.host));
      alpha.perform(kind.stage(service, back, alpha.host, "m2"));
      beta.perform(kind.fence(service, beta.host));
      stopFor(beta);
      alpha.perform(kind.start(service, alpha.host));
      expect(stateOn(alpha)).toBe("running");
      expect(alpha.perform(kind.policies(service, alpha.host))).toEqual(policies);
      expect(beta.perform(kind.policies(service, beta.host))).toEqual({});
    });

    it("lets no secret into a command line, an environment or a title", () => {
      const source = moveToBeta();
      stopFor(beta);
      unstage(source);
      const said = [...alpha.commands, ...beta.commands].map((each) =>
        JSON.stringify([each.argv, each.env ?? {}, title(each)]),
      );
      for (const secret of secrets) expect(said.filter((text) => text.includes(secret))).toEqual([]);
      const { definition: _, ...told } = source;
      for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
    });

    it("gives scripts their values as arguments only", () => {
      const source = moveToBeta();
      stopFor(beta);
      unstage(source);
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
