import type { Stack } from "../schemas/normal";
import type { Adapters } from "./engine/adapters";
import { kindOf } from "./kinds/registry";
import { treeMover } from "./movers/registry";
import { proxyOf } from "./proxies/registry";
import { closeChannel, openChannel } from "./transport/channel";
import { openTransport } from "./transport/open";

/** The adapters that Ferry ships, for the hosts of one stack. */
export function defaultAdapters(stack: Pick<Stack, "hosts">): Adapters {
  return {
    kindOf,
    proxyOf,
    mover: treeMover,
    openChannel,
    closeChannel,
    openTransport: (name) => {
      const host = stack.hosts[name];
      if (!host) throw new RangeError(`no host is named ${name}`);
      return openTransport(name, host);
    },
  };
}
