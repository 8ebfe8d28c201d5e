import {
  LOCK_TIMEOUT,
  NOT_WRITTEN,
  PLACED,
  type Placement,
  placeRouteFile,
  RELOAD_FAILED,
  TEST_FAILED,
} from "../commands/proxy-file";
import type { Result } from "../model/command";
import type { Host } from "../model/host";
import { CommandFailed, type Fact } from "../model/procedure";

/** A proxy did not take a route; everything on its host is as it was before. */
export class ProxyRefused extends Error {
  override readonly name = "ProxyRefused";
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** Places a route file; throws `ProxyRefused` with the proxy's own words where it did not work. */
export function placed(what: string, host: Host, placement: Placement): Fact<void> {
  const ask = placeRouteFile(placement);
  return {
    ask,
    parse: (result) => {
      if (result.code !== PLACED)
        throw refusal(what, host, placement.file, result) ?? new CommandFailed(ask, result);
    },
  };
}

function refusal(what: string, host: Host, file: string, result: Result): ProxyRefused | undefined {
  const said = result.stderr.trim() || "it said nothing";
  switch (result.code) {
    case TEST_FAILED:
      return new ProxyRefused(
        `${what} on ${host.name} refused ${file}: ${said}. The file is as it was before.`,
        `Mend what it names on ${host.name}, until its own test passes there.`,
      );
    case RELOAD_FAILED:
      return new ProxyRefused(
        `${what} on ${host.name} did not reload with ${file}: ${said}. The file is as it was before.`,
        `Look at its log on ${host.name}, and see that its reload works there by hand.`,
      );
    case NOT_WRITTEN:
      return new ProxyRefused(
        `${file} could not be written on ${host.name}: ${said}`,
        "See that its directory is there, has room, and that the user Ferry connects as may write to it.",
      );
    case LOCK_TIMEOUT:
      return new ProxyRefused(
        `${file} was not changed on ${host.name}: ${said}`,
        "Wait for the other change to end, and try again.",
      );
    default:
      return undefined;
  }
}
