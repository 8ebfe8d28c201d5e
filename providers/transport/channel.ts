import type { Channel } from "../model/channel";
import type { Transport } from "../model/transport";
import { Declined, DirectChannel } from "./direct";
import { revoke } from "./direct-scripts";
import { RelayChannel } from "./relay";

/**
 * Joins two hosts for one move: directly where they can reach each other, otherwise through this machine.
 * `move` names the keys and scripts that the move leaves on the hosts until the channel is closed. Rejects only
 * where a host itself cannot be reached.
 */
export async function openChannel(source: Transport, target: Transport, move: string): Promise<Channel> {
  if (!source.ssh && !target.ssh) return new RelayChannel(source, target, "both hosts are on this machine");
  if (!source.ssh || !target.ssh)
    return new RelayChannel(source, target, "one of the hosts is on this machine");
  try {
    return await DirectChannel.open(source, target, move);
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    return new RelayChannel(source, target, `not directly, because ${error.message}`);
  }
}

/** Takes away what a channel of a move left on the hosts when its controller died; fine where there is nothing. */
export async function closeChannel(source: Transport, target: Transport, move: string): Promise<void> {
  if (!source.ssh || !target.ssh) return;
  await Promise.all([source, target].map((host) => host.run(revoke(move))));
}
