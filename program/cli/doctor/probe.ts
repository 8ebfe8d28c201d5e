import { script } from "../../../providers/model/command";
import { CommandFailed, type Fact } from "../../../providers/model/procedure";

/** What a host has of the tools that were asked for. */
export interface Probed {
  readonly uid: number;
  readonly tools: ReadonlySet<string>;
  /** The first line of what a tool says of its version. */
  readonly versions: ReadonlyMap<string, string>;
  readonly osRelease: string;
}

// Every answer is one line "key value"; a tool that is not there, or does not answer, gives none.
const PROBE = `echo "uid $(id -u)"
sed -n 's/^ID/release ID/p' /etc/os-release 2>/dev/null
for tool in "$@"; do command -v "$tool" >/dev/null 2>&1 && echo "tool $tool"; done
say() { key=$1; shift; text=$("$@" 2>&1 </dev/null) && printf 'version %s %s\\n' "$key" "$(printf '%s\\n' "$text" | head -n 1)"; }
for tool in tar find b2sum zstd; do say "$tool" "$tool" --version; done
say docker docker version --format '{{.Server.Version}}'
say compose docker compose version --short
say nginx nginx -v
exit 0`;

/** Asks a host for tools and versions. Writes nothing. */
export function probe(tools: readonly string[]): Fact<Probed> {
  const ask = script(PROBE, ...tools);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseProbe(result.stdout);
    },
  };
}

export function parseProbe(text: string): Probed {
  const lines = text.split("\n").map((line) => /^(\S+) (.*)$/.exec(line) ?? []);
  const all = (key: string) => lines.flatMap(([, name, value = ""]) => (name === key ? [value] : []));
  const uid = Number(all("uid")[0]);
  if (!Number.isInteger(uid)) throw new SyntaxError("no user id");
  return {
    uid,
    tools: new Set(all("tool")),
    versions: new Map(all("version").map((line) => [line.split(" ", 1)[0] ?? "", line.replace(/^\S+ /, "")])),
    osRelease: all("release").join("\n"),
  };
}
