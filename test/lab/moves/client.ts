import type { LabHost } from "../host";

/** What a client saw that wrote through the proxy the whole time. */
export interface Seen {
  readonly requests: number;
  readonly failed: number;
  /** The longest time between two answered writes, in seconds. */
  readonly longestGap: number;
  /** The texts of the writes that were acknowledged. */
  readonly acknowledged: readonly string[];
}

const SCRIPT = `
import http.client, json, os, sys, time
domain, limit, stop = sys.argv[1], float(sys.argv[2]), sys.argv[3]
began = time.monotonic(); last = began; gap = 0.0; n = failed = 0; acked = []
while time.monotonic() - began < limit and not os.path.exists(stop):
    n += 1; text = "w%d" % n
    try:
        c = http.client.HTTPConnection("127.0.0.1", 80, timeout=5)
        c.request("GET", "/write?text=" + text, headers={"Host": domain})
        ok = c.getresponse().status == 200
    except OSError:
        ok = False
    now = time.monotonic()
    if ok: gap = max(gap, now - last); last = now; acked.append(text)
    else: failed += 1
    time.sleep(0.01)
print(json.dumps({"requests": n, "failed": failed, "longestGap": max(gap, time.monotonic() - last), "acknowledged": acked}))
`;

/**
 * Writes through the proxy on \`gate\` until \`finish\` is called, at most \`limit\` seconds: a client as a user
 * would have it, bounded.
 */
export function writingClient(gate: LabHost, domain: string, limit = 120): { finish(): Promise<Seen> } {
  const stop = `/tmp/stop-${Math.random().toString(36).slice(2)}`;
  const running = gate.must(`python3 - ${domain} ${limit} ${stop} <<'PY'\n${SCRIPT}\nPY`, {
    within: (limit + 20) * 1000,
  });
  running.catch(() => undefined);
  return {
    async finish() {
      await gate.must(`touch ${stop}`);
      return JSON.parse(await running) as Seen;
    },
  };
}

/** One request through the proxy: the status, and the body where there was one. */
export async function get(
  gate: LabHost,
  domain: string,
  path: string,
): Promise<{ status: number; body: string }> {
  const out = await gate.must(
    `curl -s -m 5 -w '\\n%{http_code}' -H 'Host: ${domain}' 'http://127.0.0.1${path}' || true`,
  );
  const lines = out.trimEnd().split("\n");
  return { status: Number(lines.pop()), body: lines.join("\n").trim() };
}
