import type { LabHost } from "./host";

/** The user that `makePorter` makes. */
export const PORTER = "porter";

/** Makes a user of the docker group on a host, who has neither root nor sudo, and lets the lab's key in. */
export async function makePorter(host: LabHost): Promise<void> {
  await host.must(`useradd --create-home --shell /bin/bash --uid 1500 --groups docker ${PORTER}
install -d -m 700 /home/${PORTER}/.ssh && cp /home/deploy/.ssh/authorized_keys /home/${PORTER}/.ssh/
chown -R ${PORTER}: /home/${PORTER}`);
}
