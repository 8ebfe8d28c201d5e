import { mkdirSync, rmSync } from "node:fs";
import type { Command, Result } from "../../providers/model/command";
import { recorded } from "../providers/recorded";
import { type DockerState, type FakeContainer, newId } from "./docker-state";
import { FakeCompose } from "./fake-compose";
import { answerApi } from "./fake-engine-api";

const ok = (stdout = ""): Result => ({ code: 0, stdout, stderr: "" });
const failed = (stderr: string, stdout = ""): Result => ({ code: 1, stdout, stderr: `${stderr}\n` });

/** What a look may say to Docker: everything else changes something. */
const LOOKS =
  /^docker (?:ps|version|info|logs|diff|compose (?:--\S+ \S+ )*(?:config|ps|version)|manifest inspect|(?:container|volume|image|network) (?:inspect|ls)) /;

export const isLook = (command: Command): boolean => LOOKS.test(`${command.argv.join(" ")} `);

/**
 * A Docker that exists only as data: it answers the commands that kinds yield, and nothing else. Its state can
 * be compared before and after; volumes are directories, so that their data can be looked at.
 */
export class FakeDocker {
  readonly state: DockerState = { containers: [], volumes: [], networks: [], images: [] };
  readonly compose = new FakeCompose(this);

  /** `root` is where its volumes lie on this machine. */
  constructor(readonly root: string) {
    this.state.networks.push(
      ...["bridge", "host", "none"].map((Name) => ({
        Name,
        Id: Name,
        Driver: Name,
        Labels: {},
        IPAM: { Config: [] },
      })),
    );
  }

  run(command: Command): Result {
    const [, verb = "", ...args] = command.argv;
    const names = args.slice(args.indexOf("--") + 1);
    switch (verb) {
      case "ps":
        return ok(this.state.containers.map(listed).join(""));
      case "version":
        return recorded("version");
      case "info":
        return ok(JSON.stringify({ ...JSON.parse(recorded("info").stdout), DockerRootDir: this.root }));
      case "compose":
        return this.compose.run(command, args);
      case "container":
      case "volume":
      case "network":
      case "image":
        return this.object(verb, args, names);
      case "logs":
      case "diff":
        return ok();
      default:
        return this.act(verb, args, names);
    }
  }

  /** A request to the engine itself, as HTTP on standard input. */
  request(command: Command): Result {
    return ok(answerApi(this, command.stdin ?? ""));
  }

  find(name: string): FakeContainer | undefined {
    return this.state.containers.find((each) => each.Id === name || each.Name === `/${name}`);
  }

  createVolume(
    Name: string,
    Labels: Readonly<Record<string, string>> = {},
    Options: Readonly<Record<string, string>> | null = null,
  ): void {
    if (this.state.volumes.some((each) => each.Name === Name)) return;
    const Mountpoint = `${this.root}/volumes/${Name}/_data`;
    mkdirSync(Mountpoint, { recursive: true });
    this.state.volumes.push({ Name, Driver: "local", Mountpoint, Labels, Options, Scope: "local" });
  }

  start(container: FakeContainer): void {
    container.State = { ...container.State, Status: "running", Running: true, everStarted: true };
  }

  /** What the daemon does at a boot: it starts what ran before, or always should, but nothing that never ran. */
  reboot(): void {
    for (const each of this.state.containers) {
      const policy = each.HostConfig.RestartPolicy?.Name;
      const again = policy === "always" || (policy === "unless-stopped" && each.State.Running);
      each.State = { ...each.State, Status: each.State.everStarted ? "exited" : "created", Running: false };
      if (again && each.State.everStarted) this.start(each);
    }
  }

  private act(verb: string, args: readonly string[], names: readonly string[]): Result {
    const found = names.map((name) => this.find(name));
    const missing = names.find((_, at) => found[at] === undefined);
    if (verb === "rename") return this.rename(args);
    if (verb === "tag") return this.tag(args);
    if (missing !== undefined) return failed(`Error: No such container: ${missing}`);
    for (const each of found.filter((container) => container !== undefined)) {
      if (verb === "update") setPolicy(each, args[0]?.split("=")[1] ?? "no");
      else if (verb === "start") this.start(each);
      else if (verb === "stop") each.State = { ...each.State, Status: "exited", Running: false };
      else if (verb === "rm") this.state.containers = this.state.containers.filter((other) => other !== each);
      else return failed(`docker: '${verb}' is not a docker command the stand-in knows`);
    }
    return ok();
  }

  private rename([from = "", to = ""]: readonly string[]): Result {
    const found = this.find(from);
    if (!found || this.find(to)) return failed(`Error: cannot rename ${from}`);
    found.Name = `/${to}`;
    return ok();
  }

  private tag([id = "", name = ""]: readonly string[]): Result {
    for (const each of this.state.images)
      each.tags.splice(0, each.tags.length, ...each.tags.filter((tag) => tag !== name));
    this.state.images.find((each) => each.Id === id)?.tags.push(name);
    return ok();
  }

  private object(
    kind: "container" | "volume" | "network" | "image",
    args: readonly string[],
    names: readonly string[],
  ): Result {
    if (args[0] === "ls") return ok(this.labelled(kind, args.at(-1) ?? ""));
    if (args[0] === "rm") return this.remove(kind, names);
    const found = names.flatMap((name) => this.inspected(kind, name) ?? []);
    const json = JSON.stringify(found);
    return found.length === names.length ? ok(json) : failed(`Error: No such ${kind}: one of them`, json);
  }

  private inspected(kind: string, name: string): unknown {
    if (kind === "container") return this.find(name);
    if (kind === "volume") return this.state.volumes.find(({ Name }) => Name === name);
    if (kind === "network") return this.state.networks.find(({ Name, Id }) => Name === name || Id === name);
    const image = this.state.images.find(({ Id, tags }) => Id === name || tags.includes(name));
    return image && { Id: image.Id, RepoTags: image.tags, Size: 1000, Os: "linux", Architecture: "amd64" };
  }

  private labelled(kind: string, filter: string): string {
    const [key = "", value] = filter.replace(/^label=/, "").split("=");
    const all: readonly { Name: string; Id?: string; Labels: Readonly<Record<string, string>> }[] =
      kind === "volume" ? this.state.volumes : this.state.networks;
    const found = filter.startsWith("label=") ? all.filter(({ Labels }) => Labels[key] === value) : all;
    return found.map(({ Name, Id }) => `${Id ?? Name}\n`).join("");
  }

  private remove(kind: string, names: readonly string[]): Result {
    const gone = ({ Name, Id }: { Name: string; Id?: string }) =>
      names.includes(Name) || names.includes(Id ?? Name);
    if (kind === "network") this.state.networks = this.state.networks.filter((each) => !gone(each));
    if (kind === "volume") {
      for (const each of this.state.volumes.filter(gone))
        rmSync(`${each.Mountpoint}/..`, { recursive: true });
      this.state.volumes = this.state.volumes.filter((each) => !gone(each));
    }
    return ok();
  }

  createNetwork(Name: string, Labels: Readonly<Record<string, string>> = {}): void {
    if (this.state.networks.some((each) => each.Name === Name)) return;
    this.state.networks.push({ Name, Id: newId(), Driver: "bridge", Labels, IPAM: { Config: [] } });
  }
}

function setPolicy(container: FakeContainer, policy: string): void {
  const [Name = "no", retries = "0"] = policy.split(":");
  container.HostConfig.RestartPolicy = { Name, MaximumRetryCount: Number(retries) };
}

/** One line of `docker ps` in the format that the fact asks for. */
function listed(each: FakeContainer): string {
  const label = (name: string) => each.Config.Labels?.[`com.docker.compose.${name}`] ?? "";
  return `${JSON.stringify({
    id: each.Id,
    names: each.Name.slice(1),
    image: each.Config.Image,
    state: each.State.Status,
    status: each.State.Running
      ? "Up 2 seconds"
      : each.State.everStarted
        ? "Exited (0) 1 second ago"
        : "Created",
    ports: "",
    mounts: each.Mounts.map(({ Name, Source }) => Name ?? Source).join(","),
    project: label("project"),
    service: label("service"),
    directory: label("project.working_dir"),
    oneoff: label("oneoff"),
  })}\n`;
}
