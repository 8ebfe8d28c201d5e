/** Addresses and ports of the demo's hosts, and where their directories are. */
export interface Site {
  readonly directory: string;
  readonly alpha: string;
  readonly beta: string;
  /** The service listens here, on both hosts. */
  readonly port: number;
  /** The proxy listens here, on 127.0.0.1. */
  readonly gatePort: number;
}

export const DOMAIN = "notes.example.org";

const TEMPLATE = '{ "domain": "{domain}", "upstream": "{upstream}" }';

/** The proxy's file as the stack file's template writes it. */
export function routeFile(upstream: string): string {
  return TEMPLATE.replace("{domain}", DOMAIN).replace("{upstream}", upstream);
}

/** The stack file with which the demo begins. */
export function stackFile(site: Site): string {
  return `hosts:
  alpha: { local: ${JSON.stringify(`${site.directory}/alpha`)}, address: "${site.alpha}" }
  beta:  { local: ${JSON.stringify(`${site.directory}/beta`)}, address: "${site.beta}" }
  gate:  { local: ${JSON.stringify(`${site.directory}/gate`)} }
proxies:
  edge:
    kind: command
    host: gate
    file: /etc/edge/{service}.json
    template: '${TEMPLATE}'
    reload: [node, opt/edge/edge.js, reload]
services:
  notes:
    kind: process
    host: alpha
    directory: /srv/notes
    start: [node, notes.js, start, "${site.port}"]
    stop: [node, notes.js, stop]
    status: [node, notes.js, status]
    route: { proxy: edge, domain: ${DOMAIN}, port: ${site.port} }
    health: { http: /healthz, within: 5s }
`;
}

/** Changes the line that says where the service lives. */
export function moveTo(text: string, host: string): string {
  return text.replace(/(^services:\n(?:.*\n)*? {4}host: ).*$/m, `$1${host}`);
}

/** Adds a line to the service. */
export function decide(text: string, line: string): string {
  return text.replace(/^( {4}health: .*)$/m, `$1\n    ${line}`);
}

/** The lines that differ, as `diff` shows them, with the line before each change for orientation. */
export function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let from = 0;
  while (from < old.length && old[from] === now[from]) from++;
  let same = 0;
  while (same < Math.min(old.length, now.length) - from && old.at(-1 - same) === now.at(-1 - same)) same++;
  return [
    ...old.slice(Math.max(0, from - 1), from).map((line) => `  ${line}`),
    ...old.slice(from, old.length - same).map((line) => `- ${line}`),
    ...now.slice(from, now.length - same).map((line) => `+ ${line}`),
  ];
}
