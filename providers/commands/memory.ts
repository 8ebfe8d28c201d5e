import { type Command, script } from "../model/command";

// Pairs of container id and the id of its first process. The kernel says which control group a process is in
// (cgroups(7)); with version 1 the memory controller has a line of its own. Pages that only cache files are
// taken off, as `docker stats` does, which needs two seconds for the same.
const MEMORY = `while [ "$#" -ge 2 ]; do id=$1; pid=$2; shift 2; dir=
  v1=$(sed -n 's/^[0-9]*:\\([^:]*,\\)*memory\\(,[^:]*\\)*://p' "/proc/$pid/cgroup" 2>/dev/null)
  v2=$(sed -n 's/^0:://p' "/proc/$pid/cgroup" 2>/dev/null)
  for d in "/sys/fs/cgroup/memory/docker/$id" "/sys/fs/cgroup/memory/system.slice/docker-$id.scope" \\
    "/sys/fs/cgroup/memory$v1" "/sys/fs/cgroup/system.slice/docker-$id.scope" "/sys/fs/cgroup/docker/$id" \\
    "/sys/fs/cgroup$v2"; do
    case $d in */memory|*/memory/|*/cgroup|*/cgroup/) continue;; esac
    if [ -r "$d/memory.usage_in_bytes" ]; then dir=$d; used=$(cat "$d/memory.usage_in_bytes"); key=total_inactive_file; break; fi
    if [ -r "$d/memory.current" ]; then dir=$d; used=$(cat "$d/memory.current"); key=inactive_file; break; fi
  done
  [ -n "$dir" ] || continue
  cache=$(sed -n "s/^$key //p" "$dir/memory.stat"); echo "$id $used \${cache:-0}"
done`;

/** Memory in use by each container: its id, bytes, and the bytes of them that only cache files. */
export function showContainerMemory(containers: readonly { id: string; pid: number }[]): Command {
  return script(MEMORY, ...containers.flatMap(({ id, pid }) => [id, String(pid)]));
}
