import { type Command, script } from "../model/command";
import type { Scanned } from "./scan";
import { pruned } from "./tree-list";

/** Numbers below it are those of programs (SYS_UID_MAX, login.defs(5)). */
const SYSTEM = 1000;

// Each number once: "u110", "g5"; and "list" where an access list names anybody. Access lists are what python3 can read.
// Where find is busybox's nothing is left out: it knows no -regextype, and too many owners only make a check stricter.
const OWNERS = String.raw`export LC_ALL=C
tree=$1 start=$2 exclude=$3
cd -- "$tree" 2> /dev/null || exit 0
python=/usr/bin/python3
[ -x "$python" ] || python=python3
gnu=yes
find . -maxdepth 0 -printf '' 2> /dev/null || { gnu=no exclude=; }
${pruned()}
set -- "$@" '(' -type f -o -type d -o -type l ')'
if [ "$gnu" = no ]; then find "$@" -exec stat -c 'u%u g%g' {} + 2> /dev/null
elif "$python" -c '' 2> /dev/null; then
  find "$@" -printf '%U %G %y%p\0' 2> /dev/null | "$python" -c '
import os, struct, sys
found, rest = set(), b""
def look(path):
    for name in os.listxattr(path, follow_symlinks=False):
        if name.startswith("system.posix_acl_"):
            value = os.getxattr(path, name, follow_symlinks=False)
            for at in range(4, len(value), 8):
                tag, _, who = struct.unpack_from("<HHI", value, at)
                if tag in (2, 8):
                    found.update(("list", ("u%d" if tag == 2 else "g%d") % who))
while True:
    data = os.read(0, 1 << 16)
    *records, rest = (rest + data).split(b"\0")
    for record in records:
        user, group, path = record.split(b" ", 2)
        found.update(("u" + user.decode(), "g" + group.decode()))
        try:
            if path[:1] != b"l": look(path[1:])
        except OSError: pass
    if not data: break
print(" ".join(found))
'
else find "$@" -printf 'u%U g%G\n' 2> /dev/null; fi | tr ' ' '\n' | sort -u`;

/** Prints the numbers of the users and groups that own what travels of a tree. Writes nothing. */
export const listOwners = ({ tree, start, exclude }: Scanned): Command => ({
  ...script(OWNERS, tree, start, exclude),
  within: 30 * 60_000,
});

// getent asks whatever the host knows users by; where there is none (old Alpine), they stand in the file.
const ACCOUNTS = `users=$1
shift
look() {
  if command -v getent > /dev/null; then getent "$@"
  elif [ $# = 1 ]; then cat "/etc/$1"
  else key=$2 awk -F: '$1 == ENVIRON["key"] || $3 == ENVIRON["key"] { print; exit }' "/etc/$1"; fi
}
for key; do
  if [ "$users" -gt 0 ]; then look passwd "$key" | awk -F: '{ print "user " $3 " " $1 }'
  else look group "$key" | awk -F: '{ print "group " $3 " " $1 }'; fi
  users=$((users - 1))
done
look passwd | awk -F: '$3 < ${SYSTEM} { print "user " $3 " " $1 }'
look group | awk -F: '$3 < ${SYSTEM} { print "group " $3 " " $1 }'
exit 0`;

/**
 * Prints "user NUMBER NAME" and "group NUMBER NAME" for those asked for by name or number that the host has, then for all
 * that belong to programs. Writes nothing.
 */
export const showAccounts = (users: readonly string[], groups: readonly string[]): Command =>
  script(ACCOUNTS, users.length, ...users, ...groups);
