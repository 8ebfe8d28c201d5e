import type { Command, Result } from "./command";
import type { Host } from "./host";

export interface RunOptions {
  /** Called with every whole line of standard output as it arrives (progress of long commands). */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The one way to touch a host. `run` rejects only when the host was not reached or a deadline passed. */
export interface Transport {
  readonly host: Host;
  run(command: Command, options?: RunOptions): Promise<Result>;
  /**
   * Standard output as it arrives, for output too large to hold; the promise of `sink` holds it back.
   * `stdout` of the result is empty.
   */
  stream(
    command: Command,
    sink: (chunk: Buffer) => void | Promise<void>,
    options?: RunOptions,
  ): Promise<Result>;
  /** The program of this machine that runs the command on the host when spawned (for piping two hosts). */
  spawnable(command: Command): Promise<Spawnable>;
  /** How another host's OpenSSH reaches this one; undefined for a local host. */
  readonly ssh?: SshEndpoint;
  /** How commands become root there, a line for the plan; undefined where ssh or sudo does it. */
  readonly asRoot?: string | undefined;
  close(): Promise<void>;
}

export interface Spawnable {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface SshEndpoint {
  readonly user: string;
  readonly address: string;
  readonly port: number;
  /** known_hosts lines ("[addr]:port type key") that the controller has checked, for pinning. */
  readonly hostKeys: readonly string[];
  /** Argument prefix that makes a command run as root, e.g. ["sudo", "-n", "--"]; empty where not needed. */
  readonly become: readonly string[];
  /** True where nothing that a command leaves running outlives it: it runs in a container. */
  readonly contained?: boolean;
}
