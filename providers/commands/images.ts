import { type Command, command, script } from "../model/command";
import type { Transfer } from "../model/mover";

/** Images are large; the deadline only ends what hangs. */
const IMAGE_DEADLINE_MS = 60 * 60_000;

/**
 * Sends an image from host to host. With `id`, that very image travels even where the name has come to point
 * at another one on the source, and the target gives it the name.
 */
export function imageTransfer(name: string, id?: string): Transfer {
  const receive = id === undefined ? command("docker", "load", "--quiet") : script(LOAD, id, name);
  return {
    send: { ...command("docker", "save", id ?? name), within: IMAGE_DEADLINE_MS },
    receive: { ...receive, within: IMAGE_DEADLINE_MS },
  };
}

const LOAD = 'docker load --quiet && docker tag "$1" "$2"';

/**
 * Pulls an image. With `digest` ("postgres@sha256:…"), exactly that one, and gives it the name: the tag may
 * have moved in the registry since.
 */
export function pullImage(name: string, digest?: string): Command {
  const pull =
    digest === undefined || digest === name
      ? command("docker", "pull", "--quiet", name)
      : script('docker pull --quiet "$1" && docker tag "$1" "$2"', digest, name);
  return { ...pull, within: IMAGE_DEADLINE_MS };
}

export function tagImage(id: string, name: string): Command {
  return command("docker", "tag", id, name);
}

/** Asks the registry whether it has the image, with the host's own credentials. Stores nothing. */
export function showManifest(reference: string): Command {
  return { ...command("docker", "manifest", "inspect", reference), within: 15_000 };
}
