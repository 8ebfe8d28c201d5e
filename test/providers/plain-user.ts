import type { Command } from "../../providers/model/command";
import type { Transport } from "../../providers/model/transport";

/** Whoever owns nothing. */
const NOBODY = 65534;

const plainly = (command: Command): Command =>
  process.getuid?.() === 0
    ? {
        ...command,
        argv: ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--", ...command.argv],
      }
    : command;

/** A local host whose commands run as a user who is not root: as nobody, where the tests are root's. */
export const asPlainUser = (transport: Transport): Transport => ({
  ...transport,
  run: (command, options) => transport.run(plainly(command), options),
  stream: (command, sink, options) => transport.stream(plainly(command), sink, options),
  spawnable: (command) => transport.spawnable(plainly(command)),
});
