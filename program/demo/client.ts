import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What a client saw while it wrote and read. */
export interface Seen {
  readonly requests: number;
  readonly failed: number;
  /** Every note whose arrival the service confirmed. */
  readonly acknowledged: readonly string[];
  /** Confirmed notes that could not be read back later. */
  readonly missing: readonly string[];
  /** The longest time without a successful answer, in milliseconds. */
  readonly longestGap: number;
}

/** How a request ended: the status, or undefined where no answer came. */
export type Ask = (method: "GET" | "POST", path: string, body?: string) => Promise<number | undefined>;

const PACE_MS = 15;

/** A client that writes a note, and reads an earlier one back, again and again until it is stopped. */
export class Client {
  private readonly acknowledged: string[] = [];
  private readonly missing: string[] = [];
  private requests = 0;
  private failed = 0;
  private longestGap = 0;
  private lastAnswer = 0;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    /** Begins every note, so that the notes of two clients are told apart. */
    private readonly name: string,
    private readonly ask: Ask,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.lastAnswer = this.clock();
    this.running = this.work();
  }

  /** Ends after the request under way and says what was seen. */
  async stop(): Promise<Seen> {
    this.stopping = true;
    await this.running;
    const { requests, failed, acknowledged, missing, longestGap } = this;
    return { requests, failed, acknowledged, missing, longestGap };
  }

  private async work(): Promise<void> {
    for (let number = 1; !this.stopping; number++) {
      await this.write(`${this.name}-${number}`);
      await this.readBack(number);
      await sleep(PACE_MS);
    }
  }

  private async write(note: string): Promise<void> {
    if ((await this.counted("POST", "/notes", note)) === 201) this.acknowledged.push(note);
  }

  private async readBack(number: number): Promise<void> {
    const note = this.acknowledged[Math.floor((number * 7919) % Math.max(1, this.acknowledged.length))];
    if (note !== undefined && (await this.counted("GET", `/notes/${note}`)) === 404) this.missing.push(note);
  }

  private async counted(method: "GET" | "POST", path: string, body?: string): Promise<number | undefined> {
    this.requests++;
    const status = await this.ask(method, path, body);
    const now = this.clock();
    if (status === undefined || status >= 500) this.failed++;
    else {
      this.longestGap = Math.max(this.longestGap, now - this.lastAnswer);
      this.lastAnswer = now;
    }
    return status;
  }
}

/** Asks a server on this machine for a domain; no answer within 2 seconds counts as none. */
export function askThrough(port: number, domain: string): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (method, path, body) =>
    new Promise((resolve) => {
      const options = {
        host: "127.0.0.1",
        port,
        method,
        path,
        agent,
        timeout: 2_000,
        headers: { host: domain },
      };
      const question = request(options, (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode));
        answer.on("error", () => resolve(undefined));
      });
      question.on("timeout", () => question.destroy());
      question.on("error", () => resolve(undefined));
      question.end(body);
    });
}
