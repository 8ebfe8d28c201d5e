import { type Command, command, script } from "../model/command";
import type { Means, Transfer } from "../model/mover";
import { CODEC } from "./codec";
import { KILLED } from "./killed";

/** Images are large; the deadline only ends what hangs. */
export const IMAGE_DEADLINE_MS = 60 * 60_000;

// Docker says "Loaded image: NAME" or "Loaded image ID: sha256:…"; the id may be another in the target's store.
const LOAD = `${CODEC}
said=$(decompress "$2" | docker load --quiet) || exit; printf '%s\\n' "$said" >&2
loaded=$(printf '%s\\n' "$said" | sed -n 's/^Loaded image\\( ID\\)\\{0,1\\}: //p' | tail -n 1)
[ -n "$loaded" ] && docker tag "$loaded" "$1"`;

const SAVE = `${CODEC}${KILLED}
{ codes=$({ { docker save "$1" 3>&- 4>&-; echo "$?" >&3; } | { compress "$2" >&4 3>&-; echo "$?" >&3; }; } 3>&1); } 4>&1
set -- $codes
[ "$1 $2" = "0 0" ] || { killed_among $codes; exit 1; }`;

/**
 * Sends one image between any two stores of Docker, all of it. With `id`, that very image travels even where the
 * name has come to point at another one on the source. The target gives it the name.
 */
export function imageTransfer(name: string, id?: string, codec: Means["codec"] = "none"): Transfer {
  return {
    send: { ...script(SAVE, id ?? name, codec), within: IMAGE_DEADLINE_MS },
    receive: { ...script(LOAD, name, codec), within: IMAGE_DEADLINE_MS },
  };
}

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
