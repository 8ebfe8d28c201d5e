export interface Unreached {
  /** The host's name in the stack file. */
  readonly host: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** A host that could not be used: which one, why, and what to do. A command that failed there is not an error here. */
export abstract class TransportError extends Error {
  readonly host: string;
  readonly remedy: string;

  constructor(message: string, where: Unreached) {
    super(`${where.host}: ${message}`, where.cause === undefined ? undefined : { cause: where.cause });
    this.host = where.host;
    this.remedy = where.remedy;
  }
}

/** Nothing answers there, or the connection broke. */
export class HostUnreachable extends TransportError {
  override readonly name = "HostUnreachable";
  /** What was under way may be gone on with when it answers again. */
  readonly interruption = true;
}

/** known_hosts has no key of the host. */
export class HostKeyUnknown extends TransportError {
  override readonly name = "HostKeyUnknown";
}

/** The host shows another key than known_hosts has, or one that is revoked there. */
export class HostKeyChanged extends TransportError {
  override readonly name = "HostKeyChanged";
}

/** The host does not let this user in. */
export class AuthenticationFailed extends TransportError {
  override readonly name = "AuthenticationFailed";
}

/** The user may not become root without a password. */
export class SudoRefused extends TransportError {
  override readonly name = "SudoRefused";
}

/** The user may not become root through a container. */
export class RootRefused extends TransportError {
  override readonly name = "RootRefused";
}

/** A command took longer than it may; it was ended on the host where that was possible. */
export class DeadlinePassed extends TransportError {
  override readonly name = "DeadlinePassed";
}

/** Data did not get from one host to the other whole; both ends' exit codes and words are in the message. */
export class TransferFailed extends TransportError {
  override readonly name = "TransferFailed";
  constructor(
    message: string,
    where: Unreached,
    /** True where an end or the connection was killed, so that another try may go on with what has arrived. */
    readonly interruption = false,
  ) {
    super(message, where);
  }
}
