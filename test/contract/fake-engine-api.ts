import { fakeContainer } from "./docker-state";
import type { FakeDocker } from "./fake-docker";

interface Body {
  readonly Name?: string;
  readonly Driver?: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Image?: string;
  readonly HostConfig?: { readonly Binds?: readonly string[] | null; readonly NetworkMode?: string };
  readonly Container?: string;
}

/** Answers the requests to the Docker Engine that kinds make, as HTTP. */
export function answerApi(docker: FakeDocker, request: string): string {
  const [head = "", body = "{}"] = request.split("\r\n\r\n");
  const [, method = "", path = ""] = /^(\S+) \/v[\d.]+(\S+) HTTP\/1\.1/.exec(head) ?? [];
  const text = JSON.stringify(handle(docker, `${method} ${path}`, JSON.parse(body)));
  return `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

function handle(docker: FakeDocker, call: string, body: Body): unknown {
  if (call === "POST /volumes/create") {
    const options = Object.keys(body.DriverOpts ?? {}).length > 0 ? (body.DriverOpts ?? null) : null;
    docker.createVolume(body.Name ?? "", body.Labels, options);
  } else if (call === "POST /networks/create") docker.createNetwork(body.Name ?? "", body.Labels);
  else if (call.startsWith("POST /containers/create?name="))
    createContainer(docker, call.split("name=")[1] ?? "", body);
  else if (/^POST \/networks\/[^/]+\/connect$/.test(call)) {
    const network = call.split("/")[2] ?? "";
    const container = docker.find(body.Container ?? "");
    const networks = container?.NetworkSettings.Networks;
    if (networks && container)
      networks[network] = { NetworkID: network, Aliases: [container.Id.slice(0, 12)] };
  } else throw new Error(`the stand-in does not know ${call}`);
  return { Id: "x" };
}

function createContainer(docker: FakeDocker, name: string, body: Body): void {
  if (docker.find(name)) throw new Error(`the name ${name} is in use`);
  const image = docker.state.images.find(({ tags }) => tags.includes(body.Image ?? ""));
  if (!image) throw new Error(`no such image: ${body.Image}`);
  const made = fakeContainer({ name, image: body.Image ?? "", imageId: image.Id });
  const { HostConfig, NetworkingConfig: _, ...config } = body as Body & { NetworkingConfig?: unknown };
  const mode = HostConfig?.NetworkMode ?? "bridge";
  docker.state.containers.push({
    ...made,
    Config: { ...made.Config, ...config, Hostname: made.Config.Hostname, Entrypoint: null },
    HostConfig: { ...made.HostConfig, ...HostConfig, Binds: [...(HostConfig?.Binds ?? [])] },
    Mounts: (HostConfig?.Binds ?? []).map((bind) => mountOf(docker, bind)),
    NetworkSettings: {
      Networks: {
        [mode === "default" ? "bridge" : mode]: { NetworkID: mode, Aliases: [made.Id.slice(0, 12)] },
      },
    },
  });
}

function mountOf(docker: FakeDocker, bind: string) {
  const [source = "", Destination = "", mode = ""] = bind.split(":");
  const rest = {
    Destination,
    Mode: mode,
    RW: mode !== "ro",
    Propagation: source.startsWith("/") ? "rprivate" : "",
  };
  if (source.startsWith("/")) return { Type: "bind", Source: source, ...rest };
  docker.createVolume(source);
  return {
    Type: "volume",
    Name: source,
    Source: `${docker.root}/volumes/${source}/_data`,
    Driver: "local",
    ...rest,
  };
}
