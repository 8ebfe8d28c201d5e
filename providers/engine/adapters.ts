import type { ProxyDecl, ServiceDecl } from "../../schemas/stack";
import type { Channel } from "../model/channel";
import type { Kind } from "../model/kind";
import type { Mover } from "../model/mover";
import type { Proxy } from "../model/proxy";
import type { Transport } from "../model/transport";
import type { OpenTransport } from "./hosts";

/** Everything the engine does not do itself. Tests put their own in; `defaultAdapters` has the real ones. */
export interface Adapters {
  readonly kindOf: (service: ServiceDecl) => Kind;
  readonly proxyOf: (proxy: ProxyDecl) => Proxy;
  readonly mover: Mover;
  readonly openTransport: OpenTransport;
  readonly openChannel: (source: Transport, target: Transport, move: string) => Promise<Channel>;
  /** Takes away what the channel of a dead controller left on the hosts. */
  readonly closeChannel: (source: Transport, target: Transport, move: string) => Promise<void>;
}
