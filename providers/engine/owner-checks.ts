import type { Means } from "../model/mover";
import { renumbers } from "../model/owners";
import type { Check } from "../model/service";
import type { Lost, Merged, OwnersByName } from "./owner-map";

/** What the checks of owners by name have to know of the hosts. */
export interface Between {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly means: Means;
  /** Of the source. */
  readonly tools: ReadonlySet<string>;
  /** True where access lists of the data name users or groups. */
  readonly lists: boolean;
}

const NAME = "owners";

/** Whether each owner of the data is on the target, and can be given what is theirs. */
export function ownerChecks(found: OwnersByName, between: Between): Check[] {
  const problems = [
    ...found.lost.map((lost) => lostCheck(lost, between)),
    ...found.merged.map((merged) => mergedCheck(merged, between)),
    ...(renumbers(found.map) ? meansChecks(between) : []),
  ];
  if (problems.some(({ outcome }) => outcome === "fail")) return problems;
  return [{ name: NAME, outcome: "pass", text: ownerLine(found, between) }, ...problems];
}

/** How owners travel, for the plan: "owners by name: user postgres is 110 on alpha and 113 on beta". */
export function ownerLine({ moved }: OwnersByName, { from, to }: Pick<Between, "from" | "to">): string {
  if (moved.length === 0) return `owners by name, with the same numbers on ${from} and ${to}`;
  const each = moved.map((one) => `${one.what} ${one.name} is ${one.from} on ${from} and ${one.to} on ${to}`);
  return `owners by name: ${each.join(", ")}`;
}

const byNumber = ({ service }: Between): string =>
  `write \`owners: by-number\` in services.${service} of the stack file`;

function lostCheck({ what, number, name, there }: Lost, between: Between): Check {
  const { from, to } = between;
  if (name === undefined) {
    const other = there === undefined ? "" : `, which is ${what} ${there} there`;
    return {
      name: NAME,
      outcome: "warn",
      text: `${what} ${number}, to whom some of the data belongs, has no name on ${from}: it keeps that number on ${to}${other}`,
      remedy: `See that this is meant, or give what belongs to ${number} to somebody on ${from}.`,
    };
  }
  const add = what === "user" ? "useradd --system" : "groupadd --system";
  return {
    name: NAME,
    outcome: "fail",
    text: `there is no ${what} ${name} on ${to}; some of the data belongs to ${what} ${name} (${number} on ${from})`,
    remedy: `Make it on ${to} (\`${add} ${name}\`, or install there what brings it), or ${byNumber(between)}.`,
  };
}

function mergedCheck({ what, from, to }: Merged, between: Between): Check {
  return {
    name: NAME,
    outcome: "fail",
    text: `${what}s ${from.join(" and ")} of ${between.from} are both ${to} on ${between.to}: what belongs to them could not be told apart any more`,
    remedy: `Give them numbers of their own on ${between.to}, or ${byNumber(between)}.`,
  };
}

/** What it takes to give files other numbers on the way. */
function meansChecks(between: Between): Check[] {
  const { from, to, means, tools, lists } = between;
  const fail = (text: string, install: string): Check => ({
    name: NAME,
    outcome: "fail",
    text,
    remedy: `${install}, give users and groups the same numbers on ${from} and ${to}, or ${byNumber(between)}.`,
  });
  if (means.mover === "archive") {
    return [
      fail(
        `owners have other numbers on ${to}, and archives for busybox carry numbers as they are`,
        "Install GNU tar, find, sort and coreutils on both hosts",
      ),
    ];
  }
  if (!tools.has("tar-owner-map"))
    return [fail(`owners have other numbers on ${to}, and tar on ${from} is older than 1.29`, "Update tar")];
  if (lists && means.attributes !== "python3")
    return [
      fail(
        `access lists of the data name users that have other numbers on ${to}, and without python3 on both hosts nothing can change them`,
        "Install python3 on both hosts",
      ),
    ];
  return [];
}
