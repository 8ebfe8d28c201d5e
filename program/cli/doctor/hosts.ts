import { reasons, remedyOf } from "../../../providers/engine/errors";
import type { Check } from "../../../providers/model/service";
import type { HostSpec, Stack } from "../../../schemas/normal";
import { chained, isUnreached } from "../trouble";
import type { StackView } from "../world";
import { type Need, needsOf, proxyPrograms } from "./needs";
import { howToGet } from "./packages";
import { type Probed, probe } from "./probe";

/** What one host lacks for its part in the stack. Does not reject: a host out of reach is a failed check. */
export async function hostChecks(
  view: StackView,
  stack: Stack,
  host: string,
): Promise<{ checks: Check[]; unreached?: true }> {
  const declared = stack.hosts[host];
  if (declared === undefined) throw new RangeError(`no host is named ${host}`);
  const needs = needsOf(stack, host);
  const programs = proxyPrograms(stack, host);
  try {
    const probed = await view.ask(host, () => probe([...needs.map((need) => need.tool), ...programs]));
    return {
      checks: [
        reachedCheck(declared, probed),
        ...needs.map((need) => needCheck(need, probed)),
        ...programs.map((program) => programCheck(program, probed)),
      ],
    };
  } catch (error) {
    const text = chained(reasons(error));
    const remedy = remedyOf(error) ?? "Look at the host by hand, with the same user.";
    return {
      checks: [{ name: "reachable", outcome: "fail", text, remedy }],
      ...(isUnreached(error) ? { unreached: true } : {}),
    };
  }
}

/** Root reads and writes whatever a service owns; others need sudo, unless everything is theirs. */
function reachedCheck(declared: HostSpec, { uid }: Probed): Check {
  const name = "reachable";
  if ("local" in declared)
    return { name, outcome: "pass", text: `the directory ${declared.local} of this machine` };
  const how = declared.become === undefined ? declared.ssh : `${declared.ssh}, with ${declared.become}`;
  if (uid === 0) return { name, outcome: "pass", text: how };
  return {
    name,
    outcome: "warn",
    text: `${how}, as a user (id ${uid}) who may not read what others own`,
    remedy:
      "Write `become: sudo` for this host, and let that user run sudo without a password; or `become: docker`, where the user may use Docker.",
  };
}

function needCheck(need: Need, { tools, versions, osRelease }: Probed): Check {
  const version = versions.get(need.tool);
  const trouble = troubleWith(need.tool, tools, version);
  if (trouble === undefined) {
    return { name: need.tool, outcome: "pass", text: short(version) };
  }
  const remedy = trouble.remedy ?? howToGet(need.tool, osRelease);
  return {
    name: need.tool,
    outcome: need.optional || trouble.lesser ? "warn" : "fail",
    text: `${trouble.text}; it ${need.why}`,
    remedy,
  };
}

/** "1.34" of "tar (GNU tar) 1.34". */
function short(version: string | undefined): string {
  return /\d+(?:\.\d+)+/.exec(version ?? "")?.[0] ?? version ?? "there";
}

const GNU: ReadonlySet<Need["tool"]> = new Set(["find", "tar", "b2sum"]);

function troubleWith(
  tool: Need["tool"],
  tools: ReadonlySet<string>,
  version: string | undefined,
): { text: string; remedy?: string; lesser?: true } | undefined {
  if (tool === "compose")
    return version === undefined ? { text: "the Compose plugin is not found" } : undefined;
  if (!tools.has(tool)) return { text: "not found" };
  if (tool === "docker" && version === undefined) {
    return {
      text: "the client is there, but no server answers",
      remedy: "systemctl start docker (a user who is not root needs `become: sudo` or the group docker)",
    };
  }
  // BusyBox has them under the same names, without what the best way for files to travel asks of them.
  if (GNU.has(tool) && !version?.includes("GNU"))
    return { text: `not GNU ${tool}, so that data travels as plain archives`, lesser: true };
  return undefined;
}

function programCheck(program: string, { tools }: Probed): Check {
  if (tools.has(program)) return { name: program, outcome: "pass", text: "there" };
  return {
    name: program,
    outcome: "fail",
    text: "not found; the proxy's test or reload calls it",
    remedy: "Install it, or correct the command of the proxy in the stack file.",
  };
}
