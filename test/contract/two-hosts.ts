import { cpSync, mkdirSync, rmSync } from "node:fs";
import type { Kind, Named } from "../../providers/model/kind";
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

/** A service on alpha, and beta, where it can move; what the engine would ask of its kind, in few words. */
export class TwoHosts {
  readonly alpha = new FakeHost("alpha", "127.0.0.1");
  readonly beta = new FakeHost("beta", "127.0.0.2");

  constructor(
    private readonly kind: Kind,
    private readonly scene: Scene,
  ) {
    scene.lay(this.alpha);
  }

  remove(): void {
    for (const host of [this.alpha, this.beta]) host.remove();
  }

  stop(on: FakeHost): void {
    on.perform(this.kind.stop(this.scene.service, on.host));
  }

  stateOn(on: FakeHost): string {
    return on.perform(this.kind.locate(this.scene.service, on.host)).state;
  }

  observe(on = this.alpha): Observed {
    return on.perform(this.kind.observe(this.scene.service, on.host));
  }

  stage(source: Observed, move = "m1", on = this.beta): void {
    this.scene.bring?.(on);
    on.perform(this.kind.stage(this.scene.service, source, on.host, move));
  }

  unstage(source: Observed, move = "m1", on = this.beta): void {
    on.perform(this.kind.unstage(this.scene.service, source, on.host, move));
  }

  /** What a mover does from alpha to beta, without its staging trees. */
  copy(source: Observed): void {
    for (const place of this.beta.perform(this.kind.place(this.scene.service, source, this.beta.host))) {
      const dataset = source.datasets.find(({ id }) => id === place.id);
      if (!dataset) continue;
      rmSync(place.path, { recursive: true, force: true });
      mkdirSync(`${place.path}/..`, { recursive: true });
      cpSync(dataset.path, place.path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    }
    const [from, to] = [this.alpha.host.root, this.beta.host.root];
    for (const [directory, text] of this.alpha.docker.compose.projects) {
      this.beta.docker.compose.projects.set(directory.replace(from, to), text.replaceAll(from, to));
    }
  }

  /** The swap undone: the places are there again, with nothing in them. */
  emptyPlaces(source: Observed): void {
    for (const { path } of this.beta.perform(this.kind.place(this.scene.service, source, this.beta.host))) {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path, { recursive: true });
    }
  }

  moveToBeta(): Observed {
    const source = this.observe();
    this.stage(source);
    this.alpha.perform(this.kind.fence(this.scene.service, this.alpha.host));
    this.stop(this.alpha);
    this.copy(source);
    this.beta.perform(this.kind.start(this.scene.service, this.beta.host));
    return source;
  }
}
