import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { control, hostRoot } from "./daemon";

/**
 * The service that the demo moves: it keeps every note it is sent, and says so only after the note is in its
 * file. Where the file "etc/notes-ill" is on its host, it does not feel well.
 */
const data = join(__dirname, "data");
const file = join(data, "notes.log");
const ill = join(hostRoot(__filename), "etc/notes-ill");
const address = process.env.FERRY_ADDRESS ?? "127.0.0.1";

void control(__filename, {
  name: "notes",
  serve([port = ""], ready, stop) {
    mkdirSync(data, { recursive: true });
    const notes = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : []);
    const server = createServer((request, answer) => void respond(notes, request, answer));
    server.listen(Number(port), address, ready);
    stop.addEventListener("abort", () => server.close(() => process.exit(0)));
    stop.addEventListener("abort", () => server.closeIdleConnections());
  },
});

async function respond(notes: Set<string>, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  answer.setHeader("connection", "close");
  if (request.method === "POST") await receive(notes, request, answer);
  else if (path === "/healthz") say(answer, existsSync(ill) ? 503 : 200, existsSync(ill) ? "ill" : "well");
  else if (path === "/") say(answer, 200, `${notes.size} notes, kept on ${address}`);
  else say(answer, notes.has(path.slice("/notes/".length)) ? 200 : 404, path);
}

async function receive(notes: Set<string>, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  let note = "";
  for await (const chunk of request) note += String(chunk);
  if (!/^[\w-]{1,64}$/.test(note)) return say(answer, 400, "a note is a word");
  appendFileSync(file, `${note}\n`);
  notes.add(note);
  say(answer, 201, String(notes.size));
}

function say(answer: ServerResponse, code: number, text: string): void {
  answer.writeHead(code, { "content-type": "text/plain" });
  answer.end(`${text}\n`);
}
