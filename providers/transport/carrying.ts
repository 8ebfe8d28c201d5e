import type { Carried, CarryOptions } from "../model/channel";
import type { Result } from "../model/command";
import { KILLED_CODES } from "../model/killed";
import type { Transfer } from "../model/mover";
import type { Transport } from "../model/transport";
import { HostUnreachable, TransferFailed, TransportError } from "./errors";
import { countedBytes, type Ends, endsIn } from "./join";

/** Bytes are told at most this often; milliseconds. */
const TELL_EVERY = 250;
const LINES_KEPT = 200;

/** How long a host may take to say that it is still there; milliseconds. */
const ANSWER_WITHIN = 3000;

/** Follows one transfer under way from what its join prints. */
export class Carrying {
  private readonly started = performance.now();
  private readonly senderSaid: string[] = [];
  private told = 0;
  private bytes = 0;
  private ends: Ends | undefined;

  constructor(
    private readonly transfer: Transfer,
    private readonly options: CarryOptions,
  ) {}

  /** Takes a line of the join's standard output. */
  readonly onLine = (line: string): void => {
    const bytes = this.transfer.progress?.(line) ?? countedBytes(line);
    const ends = endsIn(line);
    if (bytes !== undefined) this.reached(bytes);
    else if (ends) this.ends = ends;
    else this.said(line);
  };

  private said(line: string): void {
    if (this.senderSaid.push(line) > LINES_KEPT) this.senderSaid.shift();
    this.options.onLine?.(line);
  }

  /** What was carried; rejects where either end failed. `result` is the join's. */
  async end(result: Result, source: Transport, target: Transport): Promise<Carried> {
    const { send, receive, between } = this.ends ?? {};
    if (send !== 0 || receive !== 0 || between) throw await this.failure(result.stderr, source, target);
    this.options.onBytes?.(this.bytes);
    const said = { send: this.senderSaid, receive: result.stderr.split("\n").slice(-LINES_KEPT) };
    return { bytes: this.bytes, seconds: (performance.now() - this.started) / 1000, said };
  }

  private reached(bytes: number): void {
    this.bytes = Math.max(this.bytes, bytes);
    if (performance.now() - this.told < TELL_EVERY) return;
    this.told = performance.now();
    this.options.onBytes?.(this.bytes);
  }

  /**
   * The connection's own error where a host cannot be reached any more, otherwise what both ends said. A receiver
   * that fails breaks the sender's pipe, so it is named first.
   */
  private async failure(receiverSaid: string, source: Transport, target: Transport): Promise<TransportError> {
    const { send, receive, between } = this.ends ?? {};
    for (const [host, code] of [
      [source, send],
      [target, receive],
    ] as const) {
      const lost = code === 255 || code === undefined ? await whetherLost(host) : undefined;
      if (lost) return lost;
    }
    const said = this.senderSaid.join("\n");
    const ends = [
      ended("receiving", target, receive, receiverSaid),
      ended("sending", source, send, said),
      between ? `what counts the bytes on their way ${howEnded(between)}` : "",
    ];
    const killed = [send, receive, between ?? 0].some(wasKilled);
    const noMemory = NO_MEMORY.test(`${receiverSaid}\n${said}`);
    return new TransferFailed(
      `data from ${source.host.name} to ${target.host.name} did not arrive whole: ${ends.filter(Boolean).join("; ")}`,
      {
        host: (receive === 0 ? source : target).host.name,
        remedy: remedyFor(`${receiverSaid}\n${said}`, target, killed || noMemory),
      },
      killed || noMemory,
    );
  }
}

/** An ssh that ended without a word may have lost its host: one that does not answer now has its own error. */
async function whetherLost(host: Transport): Promise<TransportError | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<TransportError>((resolve) => {
    const lost = new HostUnreachable("the connection was lost while data was on its way.", {
      host: host.host.name,
      remedy: "See whether the host is up and the network between is stable, then try again.",
    });
    timer = setTimeout(() => resolve(lost), ANSWER_WITHIN);
  });
  const answer = host.run({ argv: ["true"] }).catch((error: unknown) => error);
  const outcome = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return outcome instanceof TransportError ? outcome : undefined;
}

/** ssh says 255 for a connection that broke. */
const wasKilled = (code: number | undefined): boolean =>
  code === undefined || code === 255 || KILLED_CODES.includes(code);

/** The words of a program that asked for memory where there is none left; glibc, GNU tar, zstd, and Python. */
const NO_MEMORY = /Cannot allocate memory|memory exhausted|not enough memory|MemoryError/i;

function ended(what: string, host: Transport, code: number | undefined, said: string): string {
  if (code === 0) return "";
  const spoken = said.trim().split("\n").filter(isForPeople).slice(-4).join("; ");
  // ssh says nothing at this log level when the other side stops answering.
  const words = spoken === "" && code === 255 ? "the connection was lost" : spoken;
  return `${what} on ${host.host.name} ${howEnded(code)}${words ? ` (${words})` : ""}`;
}

/** What a script tells the engine is no reason. */
const isForPeople = (line: string): boolean => line !== "" && !line.startsWith("ferry-");

function howEnded(code: number | undefined): string {
  if (code === undefined) return "was cut off";
  return KILLED_CODES.includes(code) ? `was killed (signal ${code - 128})` : `exited with ${code}`;
}

function remedyFor(said: string, target: Transport, broke: boolean): string {
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return `Make room on ${target.host.name}: the data needs its own size beside what is there already.`;
  }
  if (/file changed as we read it/.test(said)) {
    return "Something still writes to the data although the service is stopped: find it, stop it, and try again.";
  }
  const why = broke
    ? "Where a program was killed, look whether memory ran out (`dmesg | grep -i 'out of memory'`) or somebody ended it. "
    : "";
  return `${why}Mend what is named above and try again; what has arrived already is not sent again.`;
}
