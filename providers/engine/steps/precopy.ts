import { allowedForRest, grown, judge, predict, type Rest } from "../convergence";
import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { expectedRate } from "../plan";
import { getReady } from "./ahead";
import { listAll, restOf, transferAll } from "./passes";

/** A pass says something about the bandwidth from so many bytes on. */
const TELLING = 1_000_000;

/** Work ahead of the stop is repeated at most so often because data changed meanwhile. */
const MOST_READY = 3;

/** What the passes so far have shown. */
interface Course {
  readonly predictions: number[];
  readonly allowed: number;
  /** Bytes a second. */
  bandwidth: number;
  /** When the last listing began, by this machine's clock in milliseconds, and the seconds since the one before. */
  listedAt: number;
  covered: number;
  ready: number;
}

/** Copies while the service runs, pass after pass, until the rest fits the downtime that the user allows. */
export const precopy: Step = {
  name: "precopy",
  async do(move) {
    const course: Course = {
      predictions: [],
      allowed: allowedForRest(move.limits.maxDowntimeSeconds, move.plan.downtime.parts),
      bandwidth: expectedRate(move.plan.rate),
      listedAt: performance.now(),
      covered: 0,
      ready: 0,
    };
    for (let number = 0; !(await pass(move, course, number)); number++);
  },
};

/** One pass. True when the service can be stopped now. What fits is sent all the same: it costs no downtime yet. */
async function pass(move: Move, course: Course, number: number): Promise<boolean> {
  const began = performance.now();
  course.covered = (began - course.listedAt) / 1000;
  course.listedAt = began;
  const step = "precopy";
  const found = await listAll(move, { number, step });
  const rest = restOf(found);
  const verdict = number === 0 ? "shrinks" : judged(course, rest);
  if (verdict === "giveUp") throw diverging(move, course, rest);
  const dirtyRate = number === 0 ? {} : { dirtyRate: dirtyRateOf(course, rest) };
  const seconds = await transferAll(move, { number, step, ...dirtyRate }, found);
  if (rest.bytes >= TELLING) course.bandwidth = rest.bytes / Math.max(seconds, 0.001);
  move.took.passes = number + 1;
  return verdict === "fits" && readyToStop(move, course);
}

function judged(course: Course, rest: Rest): ReturnType<typeof judge> {
  course.predictions.push(predict(rest, course.bandwidth));
  return judge(course.predictions, course.allowed);
}

/** Does what can be done before the stop. False where so much time went by that another pass is due. */
async function readyToStop(move: Move, course: Course): Promise<boolean> {
  await getReady(move, course.ready === 0);
  course.ready += 1;
  const since = (performance.now() - course.listedAt) / 1000;
  const now = grown(course.predictions.at(-1) ?? 0, since, course.covered);
  return now <= course.allowed || course.ready >= MOST_READY;
}

const dirtyRateOf = (course: Course, rest: Rest): number => rest.bytes / Math.max(course.covered, 0.001);

function diverging(move: Move, course: Course, rest: Rest): FerryError {
  const { service, from, rate } = move.plan;
  const { maxDowntimeSeconds } = move.limits;
  const needed = course.predictions.at(-1) ?? 0;
  const others = Math.max(0, maxDowntimeSeconds - course.allowed);
  return new FerryError(
    `The pre-copy does not converge: ${rest.files === 1 ? "1 file" : `${rest.files} files`} with ${mb(rest.bytes)} MB have changed in ` +
      `${course.covered.toFixed(1)} s (${mb(dirtyRateOf(course, rest))} MB/s), and with ${mb(course.bandwidth)} MB/s ` +
      `to ${move.plan.to} it takes ${needed.toFixed(1)} s to list, send and prove them; ` +
      `of the ${maxDowntimeSeconds} s that are allowed, ${course.allowed.toFixed(1)} s are left for that.`,
    {
      service,
      host: from,
      step: "precopy",
      remedy:
        `Move when ${service} writes less, allow more with \`move.maxDowntime: ${Math.ceil(others + needed)}s\`, ` +
        `${rate === undefined ? "" : "raise `move.rate`, "}or use \`strategy: cold\`.`,
    },
  );
}

/** Megabytes for a sentence: "18.4", "1,204". */
const mb = (bytes: number): string =>
  (bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: bytes < 100_000_000 ? 1 : 0 });
