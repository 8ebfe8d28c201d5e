import { randomBytes } from "node:crypto";
import type { Container } from "../../providers/facts/containers";

/** A container of the stand-in, as much of `docker inspect` as kinds look at. */
export type FakeContainer = Container & { State: { Status: string; Running: boolean; everStarted: boolean } };

export interface FakeVolume {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Scope: "local";
}

export interface FakeNetwork {
  readonly Name: string;
  readonly Id: string;
  readonly Driver: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly IPAM: { readonly Config: readonly { readonly Subnet?: string }[] };
}

export interface FakeImage {
  readonly Id: string;
  readonly tags: string[];
}

/** What a Docker holds: plain data, so that two states can be compared. */
export interface DockerState {
  containers: FakeContainer[];
  volumes: FakeVolume[];
  networks: FakeNetwork[];
  images: FakeImage[];
}

export const newId = (): string => randomBytes(32).toString("hex");

export interface Making {
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: readonly string[];
  readonly restart?: string;
  readonly mounts?: readonly Partial<Container["Mounts"][number]>[];
  readonly networks?: readonly string[];
  readonly ports?: Readonly<Record<string, { HostIp: string; HostPort: string }[]>>;
}

/** A container as it is when Docker has made it. */
export function fakeContainer(making: Making): FakeContainer {
  const Id = newId();
  const [Name = "no", retries = "0"] = (making.restart ?? "no").split(":");
  const networks = making.networks ?? ["bridge"];
  return {
    Id,
    Name: `/${making.name}`,
    Image: making.imageId,
    State: { Status: "created", Running: false, everStarted: false, Pid: 0, ExitCode: 0, StartedAt: "" },
    Config: {
      Hostname: Id.slice(0, 12),
      Image: making.image,
      Env: [...(making.env ?? [])],
      Cmd: ["serve"],
      Entrypoint: null,
      Labels: { ...making.labels },
    },
    HostConfig: {
      Binds: null,
      NetworkMode: networks[0] ?? "bridge",
      RestartPolicy: { Name, MaximumRetryCount: Number(retries) },
      PortBindings: { ...making.ports },
      AutoRemove: false,
      IpcMode: "private",
      PidMode: "",
      PublishAllPorts: false,
      Runtime: "runc",
    },
    Mounts: (making.mounts ?? []).map((mount) => ({
      Type: "volume",
      Source: "",
      Destination: "/",
      Mode: "",
      RW: true,
      Propagation: "",
      ...mount,
    })),
    NetworkSettings: {
      Networks: Object.fromEntries(
        networks.map((network) => [network, { NetworkID: network, Aliases: [Id.slice(0, 12)] }]),
      ),
    },
  };
}
