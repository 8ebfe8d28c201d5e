import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatBytes, formatCount, formatDuration } from "../../providers/render/units";
import type { Seen } from "./client";
import { type LastMove, lastMoveOf } from "./last-move";
import { decide, moveTo } from "./stack-file";
import { edit, expectTrue, lostOn, pulumi, type Stage, throughProxy, underLoad } from "./stage";

const DECISION = "move: { conflicts: { skip: [data/settings.json] } }";
const UP = "up --yes --skip-preview";

/** The acts of the demo, in order; each ends with something that was checked. */
export const acts: readonly ((stage: Stage) => Promise<void>)[] = [
  adopt,
  conflict,
  move,
  breakMove,
  moveBack,
];

async function adopt(stage: Stage): Promise<void> {
  stage.narrator.act("Adopt a service that runs already");
  stage.narrator.say(
    "Two hosts, alpha and beta, are directories on this machine; gate has a proxy. A small web service, notes, " +
      "runs on alpha. The stack file says so, and the first `pulumi up` takes it over without touching it.",
  );
  await pulumi(stage, UP, "well", "plan");
  const says = await throughProxy(stage);
  const adopted = JSON.stringify(await stage.pulumi.outputs()).includes('"host":"alpha"');
  expectTrue(stage, adopted, "Ferry has found notes on alpha, and keeps that in Pulumi's state.");
  expectTrue(stage, says.endsWith(`kept on ${stage.site.alpha}`), `Through the proxy, notes says: ${says}`);
}

async function conflict(stage: Stage): Promise<void> {
  stage.narrator.act("Change one line, and look before anything happens");
  stage.narrator.say(
    "beta has an old copy, whose settings somebody changed later. Ferry will not guess whose file counts.",
  );
  edit(stage, (text) => moveTo(text, "beta"));
  const refused = await pulumi(stage, "preview", "badly", "plan");
  const named = refused.includes("data/settings.json");
  expectTrue(stage, named, "The preview names the file on both sides, and fails until something decides it.");
  stage.narrator.say("beta's settings are beta's own, so they stay:");
  edit(stage, (text) => decide(text, DECISION));
  stage.narrator.say("The same preview again; here only what it says of conflicts:");
  await pulumi(stage, "preview", "well", "conflicts");
  const says = await throughProxy(stage);
  expectTrue(
    stage,
    says.endsWith(`kept on ${stage.site.alpha}`),
    "Nothing has moved yet: notes still answers on alpha.",
  );
}

async function move(stage: Stage): Promise<void> {
  stage.narrator.act("Move it while a client writes");
  stage.narrator.say("The client writes notes through the proxy, and reads earlier ones back, all the time.");
  const seen = await underLoad(stage, () => pulumi(stage, UP, "well", "progress"));
  await arrived(stage, "beta", seen);
  const settings = readFileSync(join(stage.site.directory, "beta/srv/notes/data/settings.json"), "utf8");
  expectTrue(stage, settings.includes("beta's own"), "beta's settings are as beta had them, as decided.");
}

async function breakMove(stage: Stage): Promise<void> {
  stage.narrator.act("Break a move on purpose");
  stage.narrator.say(
    "The line goes back to alpha; but meanwhile something on alpha makes the service answer 503 to its health " +
      "check there. A move that cannot end well has to end as if it had never begun.",
  );
  edit(stage, (text) => moveTo(text, "alpha"));
  stage.site.poison(true);
  const before = routeOf(stage);
  const seen = await underLoad(stage, () => pulumi(stage, UP, "badly", "progress"));
  const says = await throughProxy(stage);
  expectTrue(stage, says.endsWith(`kept on ${stage.site.beta}`), `notes answers on beta again: ${says}`);
  expectTrue(stage, routeOf(stage) === before, "The proxy's file is, byte for byte, what it was.");
  checkLoad(stage, "beta", seen);
}

async function moveBack(stage: Stage): Promise<void> {
  stage.narrator.act("Mend the cause, and run the same command again");
  stage.narrator.say(
    "The line already says alpha. What both hosts still have does not travel a second time.",
  );
  stage.site.poison(false);
  const seen = await underLoad(stage, () => pulumi(stage, UP, "well", "progress"));
  const took = await arrived(stage, "alpha", seen);
  const text = `Only what had changed was sent: ${formatBytes(took.bytes)}, where the whole service is about 6 MB.`;
  expectTrue(stage, took.bytes < 3_000_000, text);
}

async function arrived(stage: Stage, host: "alpha" | "beta", seen: Seen): Promise<LastMove> {
  const says = await throughProxy(stage);
  expectTrue(stage, says.endsWith(`kept on ${stage.site[host]}`), `Through the proxy, notes says: ${says}`);
  const took = lastMoveOf(await stage.pulumi.outputs());
  const downtime = formatDuration(took.downtimeSeconds);
  stage.narrator.found(
    true,
    `Downtime as Ferry measured it: ${downtime}; ${formatBytes(took.bytes)} were sent.`,
  );
  checkLoad(stage, host, seen);
  return took;
}

/** Says what the client saw, and holds it against what the host has. */
function checkLoad(stage: Stage, host: "alpha" | "beta", seen: Seen): void {
  const gap = formatDuration(seen.longestGap / 1000);
  const failed = `${formatCount(seen.failed)} of ${formatCount(seen.requests)} requests failed`;
  stage.narrator.found(
    true,
    `As the client saw it: ${failed}; the longest time without an answer was ${gap}.`,
  );
  const lost = [...lostOn(stage, host), ...seen.missing];
  const total = formatCount(stage.acknowledged.length);
  const text =
    lost.length === 0
      ? `All ${total} confirmed notes are on ${host}`
      : `Missing on ${host}: ${lost.slice(0, 5).join(", ")}`;
  expectTrue(stage, lost.length === 0, `${text}.`);
}

const routeOf = (stage: Stage): string =>
  readFileSync(join(stage.site.directory, "gate/etc/edge/notes.json"), "utf8");
