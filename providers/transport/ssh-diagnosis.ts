import {
  AuthenticationFailed,
  HostKeyChanged,
  HostKeyUnknown,
  HostUnreachable,
  SudoRefused,
  type TransportError,
} from "./errors";
import { quote } from "./shell";

/** What a diagnosis may say about the host besides what ssh said. */
export interface Destination {
  /** The host's name in the stack file. */
  readonly host: string;
  /** As the stack file writes it: "deploy@10.0.0.5:2222". */
  readonly ssh: string;
  readonly knownAs: string;
  readonly knownHostsFile: string;
  readonly indirect: boolean;
}

/** The words of OpenSSH 7.4 to 10 for one cause (sshconnect.c, sshconnect2.c, readconf.c), and what is made of it. */
interface Symptom {
  readonly said: RegExp;
  readonly means: (to: Destination, said: string, match: RegExpExecArray) => TransportError;
}

const SYMPTOMS: readonly Symptom[] = [
  { said: /REMOTE HOST IDENTIFICATION HAS CHANGED/, means: changed },
  { said: /REVOKED HOST KEY DETECTED|was revoked and you have requested strict/, means: revoked },
  {
    said: /No (?:(\S+) )?host key is known for (\S+) and you have requested strict checking/,
    means: unknown,
  },
  { said: /Host key verification failed/, means: unverified },
  {
    said: /Permission denied \(|Too many authentication failures|No supported authentication methods/,
    means: denied,
  },
];

/** Why ssh could not connect, from what it wrote on standard error. */
export function diagnose(to: Destination, stderr: string): TransportError {
  const said = tidy(stderr);
  for (const symptom of SYMPTOMS) {
    const match = symptom.said.exec(said);
    if (match) return symptom.means(to, said, match);
  }
  return new HostUnreachable(`ssh could not connect to ${to.ssh}${said ? `: ${lastLine(said)}` : "."}`, {
    host: to.host,
    remedy: `See whether \`ssh ${to.ssh} true\` works from this machine: the host, its address, a firewall or the ssh configuration.`,
    cause: said ? new Error(said) : undefined,
  });
}

/** The user got in, but may not become root. `said` is sudo's own complaint. */
export function sudoRefused(to: Destination, said: string): TransportError {
  return new SudoRefused(
    `sudo does not let ${to.ssh} run commands without a password: ${lastLine(tidy(said))}`,
    {
      host: to.host,
      remedy:
        "Allow it on that host with a line such as `USER ALL=(ALL) NOPASSWD: ALL` in /etc/sudoers.d/ferry, or use root and leave out `become`.",
    },
  );
}

function changed(to: Destination, said: string): TransportError {
  const [, file = to.knownHostsFile] = /Offending \S+ key in (.+?):\d+/.exec(said) ?? [];
  const [, known = to.knownAs] = /Host key for (\S+) has changed/.exec(said) ?? [];
  const [, shown] = /(SHA256:[A-Za-z0-9+/=]+)/.exec(said) ?? [];
  return new HostKeyChanged(
    `the host key of ${known} is not the one in ${file}${shown ? `; it now shows ${shown}` : ""}.`,
    {
      host: to.host,
      remedy: `Find out why (a new installation, or someone in between). If it is right: \`ssh-keygen -f ${quote(file)} -R ${quote(known)}\`, then ${addKey(to, known)}`,
      cause: new Error(said),
    },
  );
}

function revoked(to: Destination, said: string): TransportError {
  return new HostKeyChanged(`the host key of ${to.knownAs} is marked as revoked in known_hosts.`, {
    host: to.host,
    remedy:
      "Do not connect before the host has a new key and its administrator has told you its fingerprint.",
    cause: new Error(said),
  });
}

function unknown(to: Destination, said: string, match: RegExpExecArray): TransportError {
  const [, type = "", known = to.knownAs] = match;
  return new HostKeyUnknown(`known_hosts has no ${type ? `${type} ` : ""}host key of ${known}.`, {
    host: to.host,
    remedy: addKey(to, known),
    cause: new Error(said),
  });
}

function unverified(to: Destination, said: string): TransportError {
  return new HostKeyUnknown(`the host key of ${to.knownAs} could not be checked: ${lastLine(said)}`, {
    host: to.host,
    remedy: addKey(to, to.knownAs),
    cause: new Error(said),
  });
}

/** A host behind another one, or under an alias, cannot be scanned from here: ssh itself asks the right one. */
function addKey(to: Destination, known: string): string {
  const { host, port } = split(known);
  if (to.indirect && known === to.knownAs) {
    return `run \`ssh -o StrictHostKeyChecking=ask ${to.ssh} true\`, compare the fingerprint with the host's own (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` there) and answer yes.`;
  }
  const scan = `ssh-keyscan ${port === "22" ? "" : `-p ${port} `}${quote(host)}`;
  return `run \`${scan} >> ${to.knownHostsFile}\`, and compare \`${scan} | ssh-keygen -lf -\` with the host's own fingerprint (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` there).`;
}

function split(known: string): { host: string; port: string } {
  const [, host = known, port = "22"] = /^\[(.+)\]:(\d+)$/.exec(known) ?? [];
  return { host, port };
}

function denied(to: Destination, said: string): TransportError {
  return new AuthenticationFailed(`${to.ssh} does not let this user in: ${lastLine(said)}`, {
    host: to.host,
    remedy: `Add your public key there (\`ssh-copy-id ${to.ssh}\`), load it into the agent (\`ssh-add\`), or correct the user name.`,
    cause: new Error(said),
  });
}

const tidy = (stderr: string): string => stderr.replace(/\r/g, "").trim();

const lastLine = (text: string): string => text.split("\n").at(-1) ?? "";
