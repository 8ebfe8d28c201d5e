import { existsSync } from "node:fs";
import { type ComposeService, parseCompose } from "../../providers/facts/compose";
import type { Command, Result } from "../../providers/model/command";
import { fakeContainer, newId } from "./docker-state";
import type { FakeDocker } from "./fake-docker";

const LABEL = "com.docker.compose";

/** The Compose of the stand-in: what `up`, `create`, `stop` and `config` do to its state. */
export class FakeCompose {
  /** What `docker compose config` prints, by directory. */
  readonly projects = new Map<string, string>();

  constructor(private readonly docker: FakeDocker) {}

  run(command: Command, args: readonly string[]): Result {
    const directory = command.cwd ?? "";
    const verb = args.find((word, at) => !word.startsWith("--") && !args[at - 1]?.startsWith("--")) ?? "";
    if (verb === "version") return { code: 0, stdout: "2.40.3\n", stderr: "" };
    const text = this.projects.get(directory);
    if (text === undefined || !existsSync(directory)) {
      return { code: 1, stdout: "", stderr: "no configuration file provided: not found\n" };
    }
    if (verb === "config") return { code: 0, stdout: text, stderr: "" };
    if (verb === "up") this.up(directory, text, true);
    else if (verb === "create") this.up(directory, command.stdin ?? text, false);
    else if (verb === "stop") this.stop(directory);
    else if (verb === "start") for (const each of this.own(directory)) this.docker.start(each);
    else throw new Error(`the stand-in does not know docker compose ${verb}`);
    return { code: 0, stdout: "", stderr: "" };
  }

  private own(directory: string) {
    return this.docker.state.containers.filter(
      (each) => each.Config.Labels?.[`${LABEL}.project.working_dir`] === directory,
    );
  }

  private stop(directory: string): void {
    for (const each of this.own(directory)) {
      if (each.State.Running) each.State = { ...each.State, Status: "exited", Running: false };
    }
  }

  private up(directory: string, text: string, start: boolean): void {
    const config = parseCompose(text);
    for (const { name, external } of config.networks) {
      if (!external) this.docker.createNetwork(name, { [`${LABEL}.project`]: config.project });
    }
    for (const { name } of config.volumes)
      this.docker.createVolume(name, { [`${LABEL}.project`]: config.project });
    for (const service of config.services) {
      const name = service.containerName ?? `${config.project}-${service.name}-1`;
      if (!this.docker.find(name)) this.create(directory, config.project, service, name);
      const container = this.docker.find(name);
      if (start && container && !container.State.Running) this.docker.start(container);
    }
  }

  private create(directory: string, project: string, service: ComposeService, name: string): void {
    const image = this.docker.state.images.find(({ tags }) => tags.includes(service.image));
    if (!image) throw new Error(`no such image: ${service.image}`);
    const mounts = service.mounts.map(({ type, source, target, readOnly }) => {
      const volume = type === "anonymous" ? newId() : source;
      if (type === "anonymous") this.docker.createVolume(volume);
      return type === "bind"
        ? { Type: "bind", Source: source, Destination: target, RW: !readOnly }
        : { Type: "volume", Name: volume, Destination: target, RW: !readOnly };
    });
    this.docker.state.containers.push(
      fakeContainer({
        name,
        image: service.image,
        imageId: image.Id,
        restart: service.restart,
        mounts,
        networks: [`${project}_default`],
        labels: {
          [`${LABEL}.project`]: project,
          [`${LABEL}.service`]: service.name,
          [`${LABEL}.project.working_dir`]: directory,
          [`${LABEL}.oneoff`]: "False",
        },
      }),
    );
  }
}
