import type { Engine } from "../../../providers/engine/engine";
import type { World } from "./world";

/** An engine that counts the bytes of each transfer, and does something right after one. */
export function counting(
  world: World,
  after?: (transfers: number) => void,
): { engine: Engine; sent: number[] } {
  const sent: number[] = [];
  const engine = world.engine((adapters) => ({
    ...adapters,
    openChannel: async (...ends) => {
      const channel = await adapters.openChannel(...ends);
      return {
        ...channel,
        close: () => channel.close(),
        carry: async (transfer, options) => {
          const carried = await channel.carry(transfer, options);
          sent.push(carried.bytes);
          after?.(sent.length);
          return carried;
        },
      };
    },
  }));
  return { engine, sent };
}
