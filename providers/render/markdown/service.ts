import type { Assessment, Plan } from "../../model/plan";
import {
  conflictCounts,
  DOWNTIME_PARTS,
  imageMeans,
  rateMeans,
  recoveryMeans,
  recoveryTitle,
  resumeMeans,
  sent,
} from "../summary";
import { conflictsTitle } from "../text/conflicts";
import { countOf, formatBytes, formatDuration } from "../units";
import { conflictBlock } from "./conflicts";
import type { Detail } from "./detail";
import { cellName, prose } from "./escape";
import { blockList, checkLists, leftList, routeList, routeText, stepList } from "./lists";

/** One service as lines of Markdown, with as much as the detail allows. */
export function serviceBlock(assessment: Assessment, detail: Detail): string[] {
  const name = prose(assessment.service, 63);
  switch (assessment.action) {
    case "none":
      return [
        `- ${name}: unchanged on ${prose(assessment.host, 63)} (${prose(assessment.evidence, detail.text)})`,
      ];
    case "blocked":
      return [`### ${name}: blocked`, ...blockList(assessment.blocks, detail)];
    case "adopt":
      return [
        `### ${name}: adopt on ${prose(assessment.host, 63)}`,
        ...blockList(assessment.blocks, detail),
        "",
        `Found there: ${prose(assessment.evidence, detail.text)}. Ferry takes it over as it is; the service itself is not touched.`,
        ...routeList(assessment.routes, detail),
        ...checkLists(assessment.checks, detail),
      ];
    case "recover":
      return [`### ${name}: ${recoveryTitle(assessment)}`, "", prose(recoveryMeans(assessment), detail.text)];
    case "move":
      return moveBlock(assessment.plan, detail);
  }
}

function moveBlock(plan: Plan, detail: Detail): string[] {
  const resumed = resumeMeans(plan);
  return [
    `### ${prose(plan.service, 63)}: ${prose(plan.from, 63)} → ${prose(plan.to, 63)} (${plan.strategy})`,
    ...blockList(plan.blocks, detail),
    ...(resumed === undefined ? [] : ["", prose(resumed, detail.text)]),
    ...facts(plan, detail),
    ...conflictBlock(plan, detail),
    ...leftList(plan, detail),
    ...checkLists(plan.checks, detail),
    ...stepList(plan, detail),
  ];
}

function facts(plan: Plan, detail: Detail): string[] {
  const total = sent(plan);
  const parts = plan.downtime.parts.map(
    (one) => `${DOWNTIME_PARTS[one.name]} ${formatDuration(one.seconds)}`,
  );
  const counts = conflictCounts(plan);
  const rate = rateMeans(plan);
  const rows: [string, string][] = [
    ["Downtime", `about ${formatDuration(plan.downtime.seconds)} (${parts.join(" + ")})`],
    ["To send", `${countOf(total.files, "file")}, ${formatBytes(total.bytes)}`],
    ...(rate === undefined ? [] : [["Rate", rate] as [string, string]]),
    ...plan.datasets.slice(0, detail.entries).map((one): [string, string] => datasetRow(one)),
    ...(plan.datasets.length > 0 && plan.means.length > 0
      ? [["How", prose(plan.means.join("; "), detail.text)] satisfies [string, string]]
      : []),
    ...plan.images
      .slice(0, detail.entries)
      .map((image): [string, string] => [
        "Image",
        `${cellName(image.name)}: ${prose(imageMeans(image, plan.to), 120)}`,
      ]),
    [
      "Conflicts",
      `${conflictsTitle(counts).replace("conflicts: ", "")}; ${countOf(counts.missing, "file")} only on the source`,
    ],
    ...plan.routes
      .slice(0, detail.entries)
      .map((route): [string, string] => ["Route", routeText(route, cellName)]),
  ];
  return ["", "| | |", "|---|---|", ...rows.map(([key, value]) => `| ${key} | ${value} |`)];
}

function datasetRow({ source, target, scan }: Plan["datasets"][number]): [string, string] {
  const moved = source.path === target.path ? "" : ` → ${cellName(target.path)}`;
  return [
    "Dataset",
    `${cellName(source.id)} ${cellName(source.path)}${moved}: ${countOf(scan.sendFiles, "file")}, ${formatBytes(scan.sendBytes)}`,
  ];
}
