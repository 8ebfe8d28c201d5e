import { type Command, script } from "../model/command";
import type { SshEndpoint } from "../model/transport";
import { quote } from "./shell";

/** Where keys and scripts of one move lie on a host while it lasts: in memory, gone after a reboot. */
const DIRECTORY = `umask 077; d=/run/ferry/$1; mkdir -p "$d" && cd "$d" || exit 1\n`;

const PREPARE_SOURCE = `${DIRECTORY}
command -v ssh > /dev/null && command -v ssh-keygen > /dev/null || { echo "it has no OpenSSH client" >&2; exit 1; }
cat > known_hosts
[ -e key ] || ssh-keygen -q -t ed25519 -N '' -C "ferry-$1" -f key < /dev/null || exit 1
cut -d' ' -f1,2 key.pub
hostname -I 2> /dev/null || ip -o addr show scope global | awk '{ sub(/\\/.*/, "", $4); print $4 }'`;

/**
 * On the source: makes the key pair of this move, and the known_hosts file that pins the target (by standard
 * input). Prints the public key, then the addresses that the source has.
 */
export const prepareSource = (move: string, hostKeys: readonly string[]): Command => ({
  ...script(PREPARE_SOURCE, move),
  stdin: hostKeys.map((line) => `${line}\n`).join(""),
});

/**
 * What the forced command runs: only what the controller has put beside it, by number; 0 is the probe. The controller
 * puts it there while the source connects, so that it may come a moment later.
 */
const DISPATCH = `case $1 in
  0) exit 0;;
  ''|*[!0-9]*) echo "Ferry: nothing but the scripts of this move runs with this key" >&2; exit 77;;
esac
cd "\${0%/*}" || exit 1
waits=0
until [ -e "./$1" ]; do
  [ "$waits" -lt 200 ] || { echo "Ferry: this machine was not told what to do with the data" >&2; exit 78; }
  waits=$((waits + 1))
  sleep 0.05 2> /dev/null || sleep 1
done
exec sh "./$1"
`;

// authorized_keys(5): options are separated by commas, values in double quotes with \\" for a quote. The file is
// replaced by rename, so that nobody is ever locked out by half a file; flock keeps two moves apart.
const AUTHORIZE = `${DIRECTORY}
cat > receive.new <<'FERRY' && mv -f receive.new receive || exit 1
${DISPATCH}FERRY
user=$2
# getent is not everywhere, nor the words that GNU date knows.
home=$({ getent passwd "$user" 2> /dev/null || grep "^$user:" /etc/passwd; } | cut -d: -f6)
[ -n "$home" ] || { echo "user $user has no home directory" >&2; exit 1; }
sshd=$(command -v sshd || echo /usr/sbin/sshd)
file=$("$sshd" -T 2> /dev/null | awk 'tolower($1) == "authorizedkeysfile" { print $2; exit }')
case $file in
  none) echo "sshd there reads no authorized_keys file" >&2; exit 1;;
  '') file=.ssh/authorized_keys;;
esac
file=$(printf '%s' "$file" | sed "s|%h|$home|g; s|%u|$user|g; s|%%|%|g")
case $file in /*) ;; *) file=$home/$file;; esac
near=$(dirname -- "$file")
[ -d "$near" ] || { mkdir -m 700 -- "$near" && chown "$user:" -- "$near"; } || exit 1
exec 9> /run/ferry/authorized_keys.lock && { flock -w 10 9 2> /dev/null || :; }
[ ! -L "$file" ] || file=$(readlink -f -- "$file")
[ -e "$file" ] || { : > made; : > "$file"; chown "$user:" -- "$file"; } || exit 1
printf '%s' "$file" > file
expiry=$(date -d "@$(($(date +%s) + 86400))" +%Y%m%d%H%M 2> /dev/null)
new=$file.ferry-$1
cp -p -- "$file" "$new" || exit 1
{ grep -v " ferry-$1\\$" "$file"
  printf 'restrict,from="%s",%scommand="%s" %s ferry-%s\\n' "$3" "\${expiry:+expiry-time=\\"$expiry\\",}" "$4" "$(cat)" "$1"
} > "$new" && mv -f -- "$new" "$file"`;

export interface Authorization {
  readonly move: string;
  readonly user: string;
  /** Addresses that the source may come from. */
  readonly from: readonly string[];
  readonly become: readonly string[];
  /** "ssh-ed25519 AAAA…". */
  readonly publicKey: string;
}

/** On the target: lets the key of this move in, for the scripts of this move alone, for a day, from the source. */
export function authorize({ move, user, from, become, publicKey }: Authorization): Command {
  // sshd(8): within the value only a double quote is written differently.
  const words = become.map((word) => quote(word).replaceAll('"', '\\"'));
  const forced = [...words, "sh", `/run/ferry/${move}/receive`, '\\"$SSH_ORIGINAL_COMMAND\\"'].join(" ");
  return { ...script(AUTHORIZE, move, user, from.join(","), forced), stdin: publicKey };
}

const STORE = `${DIRECTORY}cat > "$2.new" && mv -f "$2.new" "$2"`;

/** On the target: writes the script that runs one receiving end. The whole line was quoted by the transport. */
export const storeReceiver = (move: string, number: number, line: string): Command => ({
  ...script(STORE, move, number),
  stdin: `exec ${line}\n`,
});

const REVOKE = `umask 077; cd "/run/ferry/$1" 2> /dev/null || exit 0
if [ -s file ]; then
  file=$(cat file)
  exec 9> /run/ferry/authorized_keys.lock && { flock -w 10 9 2> /dev/null || :; }
  new=$file.ferry-$1
  if grep -q " ferry-$1\\$" "$file" 2> /dev/null; then
    cp -p -- "$file" "$new" || exit 1
    grep -v " ferry-$1\\$" "$file" > "$new"
    mv -f -- "$new" "$file" || exit 1
  fi
  [ ! -e made ] || [ -s "$file" ] || rm -f -- "$file"
fi
[ ! -S s ] || ssh -F /dev/null -o ControlPath="/run/ferry/$1/s" -O exit target 2> /dev/null
cd / && rm -rf "/run/ferry/$1"; rmdir /run/ferry 2> /dev/null; exit 0`;

/** On either host: takes the key, the scripts and the line in authorized_keys away. Runs twice without harm. */
export const revoke = (move: string): Command => script(REVOKE, move);

/**
 * The ssh command that the source runs: nothing of its own configuration, only what this move has made. `alone`: each
 * has a connection of its own, where the first one's ends with the command that made it.
 */
export function sshToTarget(move: string, to: SshEndpoint, number: number, alone = false): string[] {
  const directory = `/run/ferry/${move}`;
  const options = [
    "BatchMode=yes",
    "IdentitiesOnly=yes",
    `UserKnownHostsFile=${directory}/known_hosts`,
    "GlobalKnownHostsFile=/dev/null",
    "StrictHostKeyChecking=yes",
    "UpdateHostKeys=no",
    "ConnectTimeout=5",
    "ServerAliveInterval=3",
    "ServerAliveCountMax=3",
    "LogLevel=ERROR",
    "Compression=no",
    // Later transfers go through the connection of the first: a handshake less while the service is down.
    ...(alone
      ? ["ControlPath=none"]
      : [`ControlPath=${directory}/s`, "ControlMaster=auto", "ControlPersist=600"]),
    "Ciphers=aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-ctr,aes256-ctr",
  ].flatMap((option) => ["-o", option]);
  const login = ["-i", `${directory}/key`, "-p", String(to.port), "-l", to.user];
  return ["ssh", "-F", "/dev/null", "-T", ...options, ...login, "--", to.address, String(number)];
}
