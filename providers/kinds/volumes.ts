import type { DockerVolume } from "../facts/docker-objects";
import type { Check, Dataset, LeftBehind } from "../model/service";
import type { UsedVolume } from "./datasets";

/** What a Docker volume is made of, as far as moving it goes. */
export type VolumeNature =
  /** A directory of Docker's own. */
  | { readonly is: "directory"; readonly path: string }
  /** A directory of the host by another name (`type: none`, `o: bind`). */
  | { readonly is: "bind"; readonly path: string }
  | { readonly is: "memory" }
  /** A network drive or a driver's own storage: both hosts reach the same data. */
  | { readonly is: "network"; readonly how: string }
  /** A disk of the source. */
  | { readonly is: "disk"; readonly device: string };

const NETWORK_TYPES = /^(?:nfs\d?|cifs|smb\d?|smbfs|ceph|glusterfs|9p|sshfs|fuse\..*)$/;

/** Reads a volume's driver and options: https://docs.docker.com/engine/reference/commandline/volume_create/. */
export function natureOf(volume: DockerVolume): VolumeNature {
  if (volume.Driver !== "local") return { is: "network", how: `driver ${volume.Driver}` };
  const { type = "", device = "", o = "" } = volume.Options ?? {};
  if (type === "tmpfs") return { is: "memory" };
  if (NETWORK_TYPES.test(type)) return { is: "network", how: type };
  const options = o.split(",");
  if (options.includes("bind") || options.includes("rbind")) return { is: "bind", path: trim(device) };
  if (device !== "" && type !== "") return { is: "disk", device };
  return { is: "directory", path: volume.Mountpoint };
}

const trim = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, "") : path);

export interface VolumeVerdict {
  readonly dataset?: Dataset;
  readonly left?: LeftBehind;
  readonly trouble?: Check;
}

/** Decides whether a volume's data travels; external volumes do, and are named. */
export function judgeVolume(used: UsedVolume): VolumeVerdict {
  const { volume, by } = used;
  const what = `volume ${shortName(volume.Name)} (${by})`;
  const nature = natureOf(volume);
  if (nature.is === "memory")
    return { left: { what, why: "in memory: the target begins with an empty one" } };
  if (nature.is === "network") {
    return { left: { what, why: `${nature.how}: attached on the target with the same options, not copied` } };
  }
  if (nature.is === "disk") return disk(what, nature.device);
  if (used.anonymous && !used.anonymous.attach) return { left: { what, why: used.anonymous.why } };
  const dataset: Dataset = { id: `volume:${volume.Name}`, type: "volume", path: nature.path };
  return used.external ? { dataset, trouble: external(volume.Name, by) } : { dataset };
}

function disk(what: string, device: string): VolumeVerdict {
  const why = `it is the disk ${device} of the source`;
  return {
    left: { what, why },
    trouble: {
      name: "volume",
      outcome: "fail",
      text: `${what} is not a directory: ${why}, which cannot be copied as files while Docker mounts it.`,
      remedy: "Move its data into an ordinary volume first.",
    },
  };
}

function external(name: string, by: string): Check {
  return {
    name: "volume",
    outcome: "warn",
    text: `volume ${name} (${by}) is external to the project: it is copied, and others that use it stay with the old copy.`,
    remedy: `Make sure that nothing else writes to ${name}, or move what does too.`,
  };
}

/** Docker's own names for anonymous volumes are 64 digits; their beginning tells them apart. */
export function shortName(name: string): string {
  return isAnonymous(name) ? name.slice(0, 12) : name;
}

export const isAnonymous = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
