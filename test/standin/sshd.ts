import { execFile, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { type AuthContext, type ClientInfo, type Connection, Server, type ServerChannel, utils } from "ssh2";

/** A server that OpenSSH's client talks to for real: on loopback, running commands as this user, without root. */
export interface StandinSshd {
  readonly port: number;
  /** Holds the files below and the user's key pair (`user`, `user.pub`). */
  readonly directory: string;
  /** An ssh configuration file with a host `standin` that reaches it; for FERRY_SSH_CONFIG. */
  readonly config: string;
  readonly knownHosts: string;
  /** "[127.0.0.1]:PORT ssh-ed25519 …": the line that belongs into known_hosts. */
  readonly hostKeyLine: string;
  /** How many connections were accepted since the start. */
  connections(): number;
  /** How many commands run at the same moment, at most, since the start. */
  sessionsAtOnce(): number;
  /** Cuts every connection, as a failing network does. */
  drop(): void;
  /** From now on the network swallows everything without a word, new connections too. */
  freeze(): void;
  /** Puts a shell script before a program of that name for commands that run from now on. */
  shadow(program: string, text: string): void;
  close(): Promise<void>;
}

interface Key {
  readonly private: string;
  readonly public: string;
}

/** A fresh key pair, made by ssh-keygen in a directory: the private key under `name`, the public one beside it. */
export async function keyPair(directory: string, name: string): Promise<Key> {
  const file = join(directory, name);
  await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
  const [own, open] = await Promise.all([readFile(file, "utf8"), readFile(`${file}.pub`, "utf8")]);
  return { private: own, public: open.trim() };
}

/** Starts the stand-in with a known host key and one user's key that is let in. */
export async function startSshd(): Promise<StandinSshd> {
  console.error("test: ssh2 stands in for sshd");
  const directory = await mkdtemp(join(tmpdir(), "ferry-sshd-"));
  const hostKey = await keyPair(directory, "host");
  const userKey = await keyPair(directory, "user");
  const book = new Book(join(directory, "bin"));
  const server = new Server({ hostKeys: [hostKey.private] }, (connection: Connection, info: ClientInfo) =>
    serve(connection, info, userKey, book),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const network = new Network((server.address() as AddressInfo).port);
  const port = await network.open();
  const hostKeyLine = `[127.0.0.1]:${port} ${hostKey.public}`;
  const files = await writeFiles(directory, port, hostKeyLine);
  return {
    port,
    directory,
    ...files,
    hostKeyLine,
    connections: () => book.accepted,
    sessionsAtOnce: () => book.most,
    drop: () => network.drop(),
    freeze: () => network.freeze(),
    shadow: (program, text) => shadow(book.programs, program, text),
    close: async () => {
      await network.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function shadow(directory: string, program: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, program), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

async function writeFiles(directory: string, port: number, hostKeyLine: string) {
  const file = (name: string) => join(directory, name);
  await writeFile(file("known_hosts"), `${hostKeyLine}\n`);
  const lines = [
    "Host standin",
    "  HostName 127.0.0.1",
    `  Port ${port}`,
    "  User ferry",
    `  IdentityFile ${file("user")}`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${file("known_hosts")}`,
    "  GlobalKnownHostsFile none",
  ];
  await writeFile(file("config"), `${lines.join("\n")}\n`);
  return { config: file("config"), knownHosts: file("known_hosts") };
}

/** The network between client and server, which can fail in two ways. */
class Network {
  private readonly sockets = new Set<Socket>();
  private readonly front = createServer((near) => {
    const far = connect(this.port, "127.0.0.1");
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.sockets.delete(socket));
    }
    if (!this.frozen) near.pipe(far).pipe(near);
  });
  private frozen = false;

  constructor(private readonly port: number) {}

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.front.listen(0, "127.0.0.1", resolve));
    return (this.front.address() as AddressInfo).port;
  }

  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.front.close(resolve));
  }
}

/** What goes on: connections and sessions under way. */
class Book {
  accepted = 0;
  most = 0;
  private now = 0;

  constructor(readonly programs: string) {}

  add(connection: Connection): void {
    this.accepted += 1;
    connection.on("error", () => undefined);
  }

  session(change: 1 | -1): void {
    this.now += change;
    this.most = Math.max(this.most, this.now);
  }
}

function serve(connection: Connection, _info: ClientInfo, userKey: Key, book: Book): void {
  book.add(connection);
  connection.on("authentication", (context) =>
    admits(context, userKey) ? context.accept() : context.reject(),
  );
  connection.on("session", (acceptSession) => {
    const session = acceptSession();
    session.on("env", (accept) => accept?.());
    session.on("exec", (accept, _reject, info) => execute(accept(), info.command, book));
  });
}

function admits(context: AuthContext, userKey: Key): boolean {
  const known = utils.parseKey(userKey.public);
  if (context.method !== "publickey" || known instanceof Error) return false;
  if (!context.key.data.equals(known.getPublicSSH())) return false;
  return !context.signature || known.verify(context.blob ?? Buffer.alloc(0), context.signature) === true;
}

/** As sshd does it: the login shell with `-c`, leading a session of its own; pipes instead of a terminal. */
function execute(channel: ServerChannel, line: string, book: Book): void {
  book.session(1);
  const env = { ...process.env, PATH: `${book.programs}:${process.env.PATH}` };
  const child = spawn("/bin/sh", ["-c", line], { detached: true, env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => undefined);
  channel.pipe(child.stdin);
  // ssh2 loses data when both outputs wait for the client's window at once: they take turns.
  let turn: Promise<void> = Promise.resolve();
  const pump = async (from: Readable, to: Writable) => {
    for await (const chunk of from) {
      turn = turn.then(() => new Promise((resolve) => to.write(chunk as Buffer, () => resolve())));
      await turn;
    }
  };
  const pumped = Promise.all([pump(child.stdout, channel), pump(child.stderr, channel.stderr)]).catch(
    () => undefined,
  );
  channel.on("close", () => child.stdout.destroy());
  child.on("exit", () => book.session(-1));
  child.on("close", async (code, signal) => {
    await pumped;
    if (signal) channel.exit(signal.replace(/^SIG/, ""));
    else channel.exit(code ?? 0);
    channel.end();
  });
}
