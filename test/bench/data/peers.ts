import { seconds } from "../alternate";
import type { Corpus } from "./corpora";
import type { Grounds } from "./grounds";

/** A connection that stands already, as Ferry's does in later passes. */
const SOCKET = "/run/bench-to-beta";

const RSYNC = "rsync -aHAXS --numeric-ids --delete";

/** What people copy a tree with today; each by a script that alpha runs, from `$tree` to `$copy` on `$beta`. */
const SCRIPTS = {
  [RSYNC]: `${RSYNC} $tree/ root@$beta:$copy/`,
  "tar | ssh tar": `set -o pipefail; tar -C $tree -c -S --acls --xattrs --numeric-owner . |
    ssh root@$beta "tar -C $copy -x -p --acls --xattrs --xattrs-include='*' --numeric-owner"`,
  "four rsyncs side by side": `cd $tree || exit; running=
    for lot in 0 1 2 3; do
      ls -A | awk -v lot=$lot 'NR % 4 == lot' | tr '\\n' '\\0' |
        xargs -0 -r sh -c '${RSYNC} -R "$@" root@'$beta:$copy/ sh & running="$running $!"
    done
    for each in $running; do wait $each || exit; done
    rsync -dlptgoDAX --numeric-ids ./ root@$beta:$copy/`,
} as const;

export type Peer = keyof typeof SCRIPTS;

/** Those that have something to do with a corpus. */
export function peersFor({ divides }: Corpus): readonly Peer[] {
  const all = Object.keys(SCRIPTS) as Peer[];
  return divides ? all : all.filter((name) => name !== "four rsyncs side by side");
}

/** Copies into an empty directory that is there already; gives the seconds. */
export async function copyBy(peer: Peer, grounds: Grounds, tree: string, copy: string): Promise<number> {
  await grounds.beta.must(`mkdir -p ${copy}`);
  return seconds(() => onAlpha(grounds, SCRIPTS[peer], tree, copy));
}

/** A second rsync, over a connection that stands; gives the seconds. */
export async function rsyncAgain(grounds: Grounds, tree: string, copy: string): Promise<number> {
  const ssh = `ssh -o ControlPath=${SOCKET} -o ControlMaster=auto -o ControlPersist=600`;
  await grounds.alpha.must(`${ssh} root@${grounds.beta.address} true 2> /dev/null`);
  return seconds(() => onAlpha(grounds, `${RSYNC} -e '${ssh}' $tree/ root@$beta:$copy/`, tree, copy));
}

/** How many bytes a second ssh carries from host to host when nothing has to be read or written. */
export async function lineRate({ alpha, beta }: Grounds): Promise<number> {
  const bytes = 2 ** 30;
  const took = await seconds(() =>
    alpha.must(`head -c ${bytes} /dev/zero | ssh root@${beta.address} 'cat > /dev/null'`),
  );
  return bytes / took;
}

/** How long a bare listing of the source takes, in seconds. */
export const bareFind = ({ alpha }: Grounds, tree: string): Promise<number> =>
  seconds(() => alpha.must(`find ${tree} -printf '%P %y %s %T@ %C@ %i\\n' > /dev/null`));

const onAlpha = ({ alpha, beta }: Grounds, script: string, tree: string, copy: string): Promise<string> =>
  alpha.must(
    `exec bash -c '${`tree=${tree} copy=${copy} beta=${beta.address}; cd /\n${script}`.replaceAll("'", `'\\''`)}'`,
  );
