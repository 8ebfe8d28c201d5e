import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, type Result, script } from "../model/command";
import type { Host } from "../model/host";
import { title } from "../model/procedure";
import type { RunOptions, Spawnable, SshEndpoint, Transport } from "../model/transport";
import { type Ending, runChild } from "./child";
import { DEFAULT_WITHIN, stopped } from "./deadline";
import { sshEnvironment } from "./environment";
import { END_CONTAINERS } from "./helper-container";
import { Lines } from "./lines";
import { MARKED, MarkedOutput, Marks } from "./marks";
import { Rights } from "./rights";
import { Sessions } from "./sessions";
import { quote, shellLine, words } from "./shell";
import type { SshAddress } from "./ssh-address";
import { connectionLost, SshConnection } from "./ssh-connection";
import { type Destination, diagnose } from "./ssh-diagnosis";

type Sink = (chunk: Buffer) => void | Promise<void>;

/** sshd allows 10 sessions a connection: one holds it open, one is left for data on its way. */
const SESSIONS = 8;

/** How long the parts of ssh may take to notice that the connection is gone; milliseconds. */
const NOTICE = 1500;

/** Ends a process group on the host: asks, waits two seconds, insists. */
const END_GROUP = `kill -s TERM -- "-$1" || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; kill -s 0 -- "-$1" 2>/dev/null || exit 0; done
kill -s KILL -- "-$1"`;

/** A host behind OpenSSH. Connects on first use; every command is a session of that one connection. */
export class SshTransport implements Transport {
  readonly host: Host;
  private readonly endpoint: SshEndpoint;
  private readonly rights: Rights;
  private readonly to: Destination;
  private readonly connection: SshConnection;
  private readonly sessions = new Sessions(SESSIONS);

  constructor(name: string, ssh: string, address: SshAddress, networks: readonly string[] = []) {
    this.host = { name, address: address.endpoint.address, root: "", networks };
    this.endpoint = address.endpoint;
    this.to = { host: name, ssh, ...address };
    this.connection = new SshConnection(this.to, this.endpoint.become, address.ciphers);
    this.rights = new Rights(this.to, address, (command) => this.collect(command, {}, []));
  }

  get ssh(): SshEndpoint {
    return {
      ...this.endpoint,
      become: this.rights.words,
      ...(this.rights.contained ? { contained: true } : {}),
    };
  }

  get asRoot(): string | undefined {
    return this.rights.told;
  }

  async run(command: Command, options: RunOptions = {}): Promise<Result> {
    return this.collect(command, options, await this.rights.before(command));
  }

  async stream(command: Command, sink: Sink, options: RunOptions = {}): Promise<Result> {
    const become = await this.rights.before(command);
    return this.sessions.use(() => this.perform(command, sink, options, become));
  }

  async spawnable(command: Command): Promise<Spawnable> {
    const argv = await this.connection.client(shellLine(command, await this.rights.before(command)));
    return { argv, env: sshEnvironment(process.env) };
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async collect(command: Command, options: RunOptions, become: readonly string[]): Promise<Result> {
    const chunks: Buffer[] = [];
    const sink = (chunk: Buffer) => void chunks.push(chunk);
    const result = await this.sessions.use(() => this.perform(command, sink, options, become));
    return { ...result, stdout: Buffer.concat(chunks).toString() };
  }

  private async perform(
    command: Command,
    sink: Sink,
    options: RunOptions,
    become: readonly string[],
  ): Promise<Result> {
    const nonce = randomBytes(9).toString("hex");
    const marks = new Marks(nonce);
    const output = new MarkedOutput(nonce);
    const line = ["exec", "sh", "-c", MARKED, "ferry", nonce, ...words(command, become)];
    const lines = options.onLine && new Lines(options.onLine);
    const ending = await runChild({
      argv: await this.connection.client(line.map(quote).join(" ")),
      env: sshEnvironment(process.env),
      stdin: command.stdin,
      within: command.within ?? DEFAULT_WITHIN,
      signal: options.signal,
      onStdout: (chunk) => {
        const own = output.pass(chunk);
        lines?.push(own);
        return own.length > 0 ? sink(own) : undefined;
      },
      onStderr: (chunk) => marks.push(chunk),
      complete: () => output.whole && marks.code !== undefined,
      onStop: () => this.endGroup(marks),
    });
    lines?.end();
    return this.result(command, ending, marks, options);
  }

  private async result(command: Command, ending: Ending, marks: Marks, options: RunOptions): Promise<Result> {
    if (marks.code !== undefined) return { code: marks.code, stdout: "", stderr: marks.stderr() };
    if ("stopped" in ending) throw stopped(this.host, command, ending.stopped, options);
    if (await this.connection.hasBroken(NOTICE))
      throw connectionLost(this.to, `while \`${title(command)}\` ran`);
    if (marks.group === undefined) throw diagnose(this.to, marks.stderr());
    // The connection lives, so something on the host killed the command together with its shell.
    return { code: 137, stdout: "", stderr: `${marks.stderr()}killed on the host` };
  }

  /** A command that is only just beginning gets the time to say under which number. */
  private async endGroup(marks: Marks): Promise<void> {
    for (let waited = 0; marks.group === undefined && waited < NOTICE; waited += 50) await sleep(50);
    if (marks.group === undefined) return;
    // The client of a container is the ssh user's own process.
    const { contained } = this.rights;
    const end = contained ? `( ${END_GROUP} )\n${END_CONTAINERS}` : END_GROUP;
    const line = shellLine(script(end, marks.group), contained ? [] : this.endpoint.become);
    await runChild({
      argv: await this.connection.client(line),
      env: sshEnvironment(process.env),
      within: 10_000,
      onStdout: () => undefined,
      onStderr: () => undefined,
    });
  }
}
