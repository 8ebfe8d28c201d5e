import type { DatasetPlan, ImagePlan, Plan } from "../../model/plan";
import { shorten, wrapProse } from "../columns";
import { visibleName } from "../escape";
import { heading, type Line, toned } from "../lines";
import { DOWNTIME_PARTS, imageMeans, rateMeans, sent } from "../summary";
import { countOf, formatBytes, formatDuration } from "../units";

/** Files and bytes to send, by dataset, and the images. */
export function dataSection(plan: Plan, width: number): Line[] {
  const total = sent(plan);
  const rate = rateMeans(plan);
  const sum = `${countOf(total.files, "file")}, ${formatBytes(total.bytes)}`;
  return [
    ...heading(`to send: ${sum}`, width),
    ...(rate === undefined ? [] : toned(wrapProse(rate, width, "  ", { rest: "    " }))),
    ...plan.datasets.flatMap((each) => datasetLines(each, width)),
    ...meansLines(plan, width),
    ...plan.images.flatMap((image) => imageLines(image, plan.to, width)),
  ];
}

function datasetLines({ source, target, scan }: DatasetPlan, width: number): Line[] {
  const amount = `${countOf(scan.sendFiles, "file")}, ${formatBytes(scan.sendBytes)}`;
  const whole = `of ${countOf(scan.files, "file")}, ${formatBytes(scan.bytes)}`;
  const room = width - 4;
  const from = shorten(visibleName(source.path), room);
  const to = source.path === target.path ? [] : [`    -> ${shorten(visibleName(target.path), room - 3)}`];
  return toned([
    ...wrapProse(`${source.id}: ${amount} ${whole}`, width, "  ", { rest: "    " }),
    `    ${from}`,
    ...to,
  ]);
}

/** How files travel; nothing where there are none. */
function meansLines({ datasets, means }: Plan, width: number): Line[] {
  if (datasets.length === 0 || means.length === 0) return [];
  return toned(wrapProse(means.join("; "), width, "  ", { rest: "    " }));
}

function imageLines(image: ImagePlan, target: string, width: number): Line[] {
  const text = `image ${image.name}: ${imageMeans(image, target)}`;
  return toned(wrapProse(text, width, "  ", { rest: "    " }), image.how === "missing" ? "bad" : undefined);
}

/** The estimated downtime and what it is made of. */
export function downtimeSection(plan: Plan, width: number): Line[] {
  const parts = plan.downtime.parts.map(
    (part) => `${DOWNTIME_PARTS[part.name]} ${formatDuration(part.seconds)}`,
  );
  return [
    ...heading(`downtime: about ${formatDuration(plan.downtime.seconds)}`, width),
    ...toned(wrapProse(parts.join(" + "), width, "  ")),
  ];
}
