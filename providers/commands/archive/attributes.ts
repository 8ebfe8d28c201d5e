/**
 * plain_attributes TREE: fails, with the names, where one of the paths (lines on standard input) has extended
 * attributes, access lists or capabilities: busybox's tar would leave them behind without a word. They can be seen
 * where the host has python3 or getfattr. Labels of SELinux are the host's own.
 */
export const ATTRIBUTES = String.raw`
plain_attributes() {
  if command -v python3 > /dev/null 2>&1; then
    dressed=$(cd -- "$1" && bytes | python3 -c '
import os, sys
for name in sys.stdin.buffer.read().split(b"\0")[:-1]:
    try: own = set(os.listxattr(name, follow_symlinks=False)) - {"security.selinux"}
    except OSError: continue
    if own: print(os.fsencode(name).decode("utf-8", "backslashreplace"), "(" + ", ".join(sorted(own)) + ")")
' | head -n 5) || return 1
  elif command -v getfattr > /dev/null 2>&1; then
    dressed=$(cd -- "$1" && bytes | xargs -0 -r getfattr -h -m '^(user|trusted|system[.]posix_acl|security[.]capability)' -- 2> /dev/null |
      sed -n 's/^# file: //p' | head -n 5)
  else cat > /dev/null; dressed=; fi
  [ -z "$dressed" ] && return
  echo "These have extended attributes, access lists or capabilities, which tar of busybox cannot carry: $dressed." \
    "Install GNU tar, find and coreutils on both hosts, or take them away." >&2
  return 1
}
`;
