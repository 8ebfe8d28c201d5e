import { type Command, type Result, script } from "../model/command";

/**
 * Runs a command as root on the host itself, by a user who may use Docker. `$0` is the image, `$1` is `ON_ITS_PIPES`,
 * the command follows. The image only has to have `chroot`: everything else is the host's own, so that it does not
 * matter what the image holds.
 *
 * - `exec`, so that docker's client has this shell's number and its standard streams.
 * - The namespaces are the host's: process ids in notes and the network mean the same as without the container.
 * - Not `--privileged`: no devices. The capabilities are those that reading any file (DAC_READ_SEARCH), trusted
 *   attributes and mount namespaces (SYS_ADMIN), append-only files and other processes' streams need.
 * - Labels of the image are overwritten: Compose puts its own on what it builds, and would take the container for one
 *   of the project. By `ferry.group`, the client's process group, it is found when it has to be ended.
 * - tini gives a signal to all that the command started (TINI_KILL_PROCESS_GROUP).
 *
 * No single quote and no backslash: the whole also stands in a line of authorized_keys.
 */
const RUN = `pipes=$1; shift
exec docker run --rm --init --pull=never --network=host --uts=host --ipc=host --pid=host --cgroupns=host --userns=host \
--user=0:0 --workdir=/ --no-healthcheck --log-driver=none --cap-add=DAC_READ_SEARCH --cap-add=SYS_ADMIN \
--cap-add=LINUX_IMMUTABLE --cap-add=SYS_PTRACE --security-opt=seccomp=unconfined --security-opt=apparmor=unconfined \
--security-opt=label=disable --label=com.docker.compose.project= --label=com.docker.compose.service= \
--label=ferry.group=$(cut -d" " -f5 /proc/$$/stat) --env=TINI_KILL_PROCESS_GROUP=1 --volume=/:/host --entrypoint=chroot \
"$0" /host /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
sh -c "$pipes" ferry $$ "$@"`
  .replaceAll("\\\n", "")
  .replaceAll("\n", "; ");

/**
 * The command takes the standard streams of docker's client (`$1`) for its own, instead of having every byte pass
 * through the client and the daemon. When whoever listens is gone, it notices as every other command does.
 */
const ON_ITS_PIPES = 'of=/proc/$1/fd; shift; exec "$@" < $of/0 > $of/1 2> $of/2';

/** The words before a command that make it run as root, through a container of this image. */
export const throughContainer = (image: string): readonly string[] => ["sh", "-c", RUN, image, ON_ITS_PIPES];

/** What the container has to be: root, in this very file system, with nobody's ids mapped to others. */
const PROOF = 'read -r a b c < /proc/self/uid_map; echo "$(id -u) $(stat -c %d:%i /) $a $b $c"';

/** How many images are tried, the small ones first; some hold a single program. */
const TRIES = 8;

// Prints the id of an image that will do, and its name. Exits 3 without docker, 4 where the daemon does not answer,
// 5 where there is no image, 6 where none of those tried will do, with the reason on standard error.
const FIND = `command -v docker > /dev/null || exit 3
images=$(docker image ls -q --no-trunc) || exit 4
[ -n "$images" ] || exit 5
here="0 $(stat -c %d:%i /) 0 0 4294967295"
for id in $(docker image inspect --format '{{.Size}} {{.Id}}' $images | sort -u | sort -n | head -n ${TRIES} | cut -d' ' -f2); do
  said=$(sh -c "$1" "$id" "$2" sh -c "$3" < /dev/null 2>&1 | tail -n 1)
  [ "$said" != "$here" ] || { docker image inspect --format '{{.Id}} {{with .RepoTags}}{{index . 0}}{{end}}' "$id"; exit 0; }
done
printf '%s\\n' "$said" >&2; exit 6`;

/** Looks for an image that commands can become root with, by trying; starts nothing that stays. */
export const findHelper = (): Command => script(FIND, RUN, ON_ITS_PIPES, PROOF);

export interface Helper {
  readonly id: string;
  /** As people know it: its first name, or the beginning of its id. */
  readonly image: string;
}

/** Reads what `findHelper` printed; otherwise why there is none, and what to do. */
export function parseHelper({ code, stdout, stderr }: Result): Helper | { why: string; remedy: string } {
  const [id = "", image = ""] = stdout.trim().split(" ");
  if (code === 0 && /^sha256:[0-9a-f]{64}$/.test(id)) return { id, image: image || id.slice(7, 19) };
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const sudo = "or let the user run sudo without a password and write `become: sudo`.";
  if (code === 3) return { why: "there is no docker command", remedy: `Install Docker there, ${sudo}` };
  if (code === 4)
    return { why: said, remedy: `Add the user to the docker group and see that Docker runs, ${sudo}` };
  if (code === 5)
    return {
      why: "there is no image on that host",
      remedy: `Pull a small one there: docker pull busybox, ${sudo}`,
    };
  if (/^0 \d+:\d+ \d+ \d+ \d+$/.test(said))
    return {
      why: "what is root in a container there is not root on the host (rootless Docker, or a daemon elsewhere)",
      remedy: "Let the user run sudo without a password and write `become: sudo`.",
    };
  return {
    why: `none of the ${TRIES} smallest images there can do it (${said})`,
    remedy: `Pull a small one there: docker pull busybox, ${sudo}`,
  };
}

/** Ends the containers of a process group whose client could not do it any more. */
export const END_CONTAINERS = `docker ps -q --no-trunc --filter "label=ferry.group=$1" | xargs -r docker rm -f > /dev/null 2>&1`;
