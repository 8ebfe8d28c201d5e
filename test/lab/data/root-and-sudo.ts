import type { Transport } from "../../../providers/model/transport";
import { openTransport } from "../../../providers/transport/open";
import { Lab } from "../lab";

/** Two hosts as Ferry gets into them: alpha as root, beta as a user with sudo. */
export interface RootAndSudo {
  readonly lab: Lab;
  readonly alpha: Transport;
  readonly beta: Transport;
  down(): Promise<void>;
}

/** Brings the hosts up and logs in on both. */
export async function rootAndSudo(): Promise<RootAndSudo> {
  const lab = await Lab.up({ hosts: ["alpha", "beta"], nginx: [] });
  try {
    process.env.FERRY_SSH_CONFIG = lab.sshConfig;
    const alpha = await openTransport("alpha", { ssh: "alpha" });
    const beta = await openTransport("beta", { ssh: "deploy@beta", become: "sudo" });
    const down = async () => {
      await Promise.all([alpha.close(), beta.close()]);
      await lab.down();
    };
    return { lab, alpha, beta, down };
  } catch (error) {
    await lab.down();
    throw error;
  }
}
