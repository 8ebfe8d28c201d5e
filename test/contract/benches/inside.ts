import type { Command } from "../../../providers/model/command";
import type { Transport } from "../../../providers/model/transport";

/** The same host, every command behind a prefix ("nsenter …"): a local host inside a network namespace. */
export function inside(host: Transport, prefix: readonly string[]): Transport {
  const behind = (command: Command): Command => ({ ...command, argv: [...prefix, ...command.argv] });
  return {
    host: host.host,
    run: (command, options) => host.run(behind(command), options),
    stream: (command, sink, options) => host.stream(behind(command), sink, options),
    spawnable: (command) => host.spawnable(behind(command)),
    close: () => host.close(),
  };
}
