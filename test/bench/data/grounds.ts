import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Transport } from "../../../providers/model/transport";
import { openTransport } from "../../../providers/transport/open";
import type { LabHost } from "../../lab/host";
import { Lab } from "../../lab/lab";
import type { Teardown } from "../teardown";
import { newDisk } from "./disk";

/** Where everything lies on both hosts. */
export const FIELD = "/srv/bench";

/** Two hosts to copy between, as Ferry and as a person reaches them. */
export interface Grounds {
  readonly lab: Lab;
  readonly alpha: LabHost;
  readonly beta: LabHost;
  readonly source: Transport;
  readonly target: Transport;
}

/** Brings two hosts up (more by name), with a field for trees on each and a way by ssh from alpha to beta. */
export async function layOut(teardown: Teardown, more: readonly string[] = []): Promise<Grounds> {
  const lab = await Lab.up({ hosts: ["alpha", "beta", ...more] });
  await teardown.add(() => lab.down());
  process.env.FERRY_SSH_CONFIG = lab.sshConfig;
  const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await Promise.all([alpha, beta].map((host) => newDisk(host, FIELD)));
  await letIn(lab, alpha, beta);
  const [source, target] = await Promise.all([transportTo(alpha), transportTo(beta)]);
  await teardown.add(() => Promise.all([source.close(), target.close()]));
  return { lab, alpha, beta, source, target };
}

const transportTo = ({ name, address }: LabHost): Promise<Transport> =>
  openTransport(name, { ssh: `root@${address}` });

/** What an administrator has set up long before: root on alpha reaches root on beta, with the fastest cipher. */
async function letIn(lab: Lab, alpha: LabHost, beta: LabHost): Promise<void> {
  await mkdir(join(alpha.root, "root/.ssh"), { recursive: true, mode: 0o700 });
  for (const file of ["id_ed25519", "known_hosts"])
    await copyFile(join(lab.directory, file), join(alpha.root, "root/.ssh", file));
  await alpha.write("/root/.ssh/config", "Host *\n  Ciphers aes128-gcm@openssh.com\n  BatchMode yes\n");
  await alpha.must(`chmod 600 /root/.ssh/*; ssh root@${beta.address} true`);
}

/**
 * What comes before each measurement: the tree has been read once, so that it is in memory where it fits, and
 * nothing is on its way to the disk any more.
 */
export async function warm({ alpha, beta }: Pick<Grounds, "alpha" | "beta">, tree: string): Promise<void> {
  await alpha.must(`find ${tree} -type f -print0 | xargs -0 -r -n 500 cat > /dev/null`);
  for (const host of [alpha, beta]) await host.must(`sync -f ${FIELD}`);
}

// What a tree holds but for contents: those are compared by Ferry's own manifests, in each final pass.
const OUTLINE =
  "find . -printf '%P %y %m %U %G %T@ %n %l ' '(' -type d -printf '\\n' -o -printf '%s\\n' ')' | LC_ALL=C sort | sha256sum";

/** A copy that is not the source's tree is no figure. */
export async function mustBeSame({ alpha, beta }: Grounds, tree: string, copy: string): Promise<void> {
  const [left, right] = await Promise.all([
    alpha.must(`cd ${tree} && ${OUTLINE}`),
    beta.must(`cd ${copy} && ${OUTLINE}`),
  ]);
  if (left !== right) throw new Error(`${copy} on ${beta.name} is not what ${tree} on ${alpha.name} is`);
}
