import { type Command, script } from "../model/command";

/** Lines of `ss`, or the kernel's own tables where there is no ss; the first line says which. */
const LISTENERS = `if command -v ss >/dev/null 2>&1; then echo ss; exec ss -Hltunp; fi
echo proc; for t in tcp tcp6 udp udp6; do echo "$t"; cat "/proc/net/$t" 2>/dev/null; done; exit 0`;

/** What listens on the host, with the programs where the user may see them. */
export function listListeners(): Command {
  return script(LISTENERS);
}

/** The kernel's figures: "MemAvailable: 123 kB"… */
export function showMemory(): Command {
  return script("cat /proc/meminfo");
}

// df needs a path that is there; where one is not, it would be made on the file system of its nearest parent.
// Output: the path asked for, then df's line, for KiB (which every df knows) and for inodes.
const SPACE = `for p; do q=$p; while [ ! -e "$q" ] && [ "$q" != / ]; do q=\${q%/*}; q=\${q:-/}; done
  printf 'path %s\\n' "$p"; df -P -k "$q" | tail -n 1
  df -P -i "$q" 2>/dev/null | tail -n 1; [ -w "$q" ] && echo writable || echo readonly
done`;

/** Room, inodes and writability where each path lies or would lie; writes nothing. */
export function showSpace(paths: readonly string[]): Command {
  return script(SPACE, ...paths);
}

// -H follows a symlink that is named; a tree that is not there has no line, and counts as nothing.
const SIZES = `for p; do n=$(du -skH -- "$p" 2>/dev/null | tail -n 1); echo "\${n%%[!0-9]*}"; done; exit 0`;

/** Prints how many KiB each tree takes on its disk, one line each; nothing where it is not there. Writes nothing. */
export function showSizes(paths: readonly string[]): Command {
  return { ...script(SIZES, ...paths), within: 10 * 60_000 };
}

/** The kernel's table of mounts. */
export function listMounts(): Command {
  return script("cat /proc/self/mounts");
}

// One look for what several checks ask; each answer is a line "key value". Addresses of bridges and of
// containers' cables are left out: every Docker host has the same.
const IDENTITY = `echo "clock $(date +%s.%N)"; echo "machine $(uname -m)"
echo "boot $(cat /proc/sys/kernel/random/boot_id 2>/dev/null)"; echo "hostname $(hostname 2>/dev/null || uname -n)"
if command -v ip >/dev/null 2>&1; then
  ip -o addr show scope global | awk '$2 !~ /^(docker|br-|veth|virbr|cni|lo$)/ { sub(/\\/.*/, "", $4); print $4 }'
else hostname -I 2>/dev/null | tr ' ' '\\n'; fi | sort -u | while read -r a; do [ -z "$a" ] || echo "address $a"; done
for t; do if command -v "$t" >/dev/null 2>&1; then echo "tool $t"; fi; done
for t in find tar sort; do if "$t" --version 2>/dev/null </dev/null | grep -q GNU; then echo "tool gnu-$t"; fi; done
if tar --help 2>/dev/null | grep -q -e --owner-map; then echo "tool tar-owner-map"; fi
# Before 3.1 it knows times in whole seconds only.
if rsync --version 2>/dev/null | awk 'NR == 1 { split($3, v, /[^0-9]+/); good = v[1] * 10000 + v[2] * 100 + v[3] >= 30100 }
  /no ACLs|no xattrs/ { good = 0 } END { exit !good }'; then echo "tool rsync-exact"; fi`;

/** Clock, machine type, boot id, names and addresses of a host, and which of the tools it has; of some, whether they are GNU's or can do a certain thing. */
export function showIdentity(tools: readonly string[]): Command {
  return script(IDENTITY, ...tools);
}
