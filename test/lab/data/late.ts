import { setTimeout as sleep } from "node:timers/promises";
import type { Transport } from "../../../providers/model/transport";

/** Longer than a connection from host to host takes. */
const LATE = 1000;

/** The same host, which is told a second late what to do with the data. */
export const late = (host: Transport): Transport =>
  new Proxy(host, {
    get(target, key) {
      if (key === "run")
        return async (...[command, options]: Parameters<Transport["run"]>) => {
          if (command.stdin?.startsWith("exec ")) await sleep(LATE);
          return target.run(command, options);
        };
      const found: unknown = Reflect.get(target, key);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
