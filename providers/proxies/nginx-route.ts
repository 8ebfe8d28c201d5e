import type { Route } from "../model/proxy";
import { parseUpstream, upstreamText } from "./upstream";

/** What the machine-readable line of a route file says. */
interface Mark {
  readonly service: string;
  readonly domain: string;
  readonly upstream: string;
}

const MARK = "# ferry: ";

/**
 * The text of a route's file. HTTP only: certificates are not Ferry's in this version, so a domain that another
 * file serves with TLS is a conflict (see the checks), and the `command` proxy with a template is the way there.
 * One upstream, so nginx has nowhere to retry; the explicit line keeps a retry of anything but idempotent
 * requests out where a name has several addresses.
 */
export function renderRoute(route: Route, upstream: string, ipv6: boolean): string {
  const { address, port } = parseUpstream(upstream);
  const leads = upstreamText(address, port);
  const mark: Mark = { service: route.service, domain: route.domain, upstream: leads };
  const upgrade = `$ferry_${variable(route.service)}_upgrade`;
  return `# Written by Ferry for the service ${route.service}. Changes made here are lost when it moves:
# change the stack file instead. The next line is how Ferry knows where this route leads.
${MARK}${JSON.stringify(mark)}
map $http_upgrade ${upgrade} {
    default upgrade;
    ''      close;
}
server {
    listen 80;${ipv6 ? "\n    listen [::]:80;" : ""}
    server_name ${route.domain};
    client_max_body_size 0;

    location / {
        proxy_pass http://${leads};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Host $host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection ${upgrade};
        proxy_connect_timeout 5s;
        proxy_read_timeout 10m;
        proxy_send_timeout 10m;
        proxy_next_upstream error timeout;
    }
}
`;
}

/** A service's name as a part of a variable's; two services never get the same one. */
const variable = (service: string): string =>
  service.replace(/[^a-z0-9]/g, (char) => `_${char.charCodeAt(0).toString(16)}`);

/**
 * Where a route file leads: what its mark and its only proxy_pass agree on. Undefined where the file is not
 * Ferry's, belongs to another service or domain, or was changed by hand.
 */
export function upstreamOfRoute(route: Route, text: string): string | undefined {
  const mark = markOf(text);
  if (mark?.service !== route.service || mark.domain !== route.domain) return undefined;
  const passes = [...text.matchAll(/^[ \t]*proxy_pass[ \t]+http:\/\/([^\s;/]+)[ \t]*;/gm)];
  const names = [...text.matchAll(/^[ \t]*server_name[ \t]+([^\s;]+)[ \t]*;/gm)];
  const [pass] = passes;
  if (passes.length !== 1 || pass?.[1] !== mark.upstream) return undefined;
  return names.length === 1 && names[0]?.[1] === route.domain ? mark.upstream : undefined;
}

function markOf(text: string): Mark | undefined {
  const lines = text.split("\n").filter((line) => line.startsWith(MARK));
  const [line] = lines;
  if (lines.length !== 1 || line === undefined) return undefined;
  try {
    const mark: unknown = JSON.parse(line.slice(MARK.length));
    return isMark(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

function isMark(value: unknown): value is Mark {
  const keys = ["service", "domain", "upstream"] as const;
  return (
    typeof value === "object" &&
    value !== null &&
    keys.every((key) => key in value && typeof (value as Record<string, unknown>)[key] === "string")
  );
}
