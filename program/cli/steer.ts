import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenMove } from "../../providers/engine/steer";
import type { MoveRequest } from "../../providers/model/record";
import { wrapProse } from "../../providers/render/columns";
import { toned } from "../../providers/render/lines";
import type { ServiceSpec } from "../../schemas/normal";
import type { Invocation } from "./arguments";
import { EXIT, type ExitCode } from "./exit-codes";
import { selected } from "./selection";
import { Trouble } from "./trouble";
import { print, type StackView, type World, widthOf } from "./world";

/** How often a move is looked at that was asked to stop, and for how long; milliseconds. */
const LOOK_EVERY = 1000;
const PATIENCE = 180_000;

interface Steering {
  readonly view: StackView;
  readonly service: ServiceSpec;
  readonly say: (text: string) => void;
  readonly now: () => Date;
}

/** `ferry pause`: the running move stops at its next safe point, and what has arrived stays. */
export const pause = (invocation: Invocation, world: World): Promise<ExitCode> =>
  steered(invocation, world, async (steering) => {
    const { view, service, say } = steering;
    const move = await theMove(steering, "pause");
    if (move.phase !== "runs") throw tooLate(move, service.name, "pause");
    await view.request(service, move, requestOf("pause", steering));
    const left = move.held ? await untilLeft(steering, move) : move;
    if (!left)
      return say(
        `${service.name}: the move came to its end before it could be paused; see \`ferry status\`.`,
      );
    say(
      `${service.name} runs on ${move.from}; its move to ${move.to} is paused. ` +
        `\`ferry resume ${service.name}\` lets the next pulumi up go on, \`ferry cancel ${service.name}\` gives it up.`,
    );
  });

/** `ferry resume`: the next `pulumi up` goes on with a paused move. */
export const resume = (invocation: Invocation, world: World): Promise<ExitCode> =>
  steered(invocation, world, async (steering) => {
    const { view, service, say } = steering;
    const move = await theMove(steering, "resume");
    if (move.request?.what === "cancel") throw tooLate(move, service.name, "resume");
    if (move.request) await view.request(service, move);
    if (move.held) return say(`${service.name}: the move to ${move.to} is under way (${move.controller}).`);
    say(
      `${service.name}: the next pulumi up goes on with the move from ${move.from} to ${move.to}; nothing that arrived whole is sent again.`,
    );
  });

/** `ferry cancel`: the running move is put back, or what a paused one has left is taken away. */
export const cancel = (invocation: Invocation, world: World): Promise<ExitCode> =>
  steered(invocation, world, async (steering) => {
    const { view, service, say } = steering;
    const move = await theMove(steering, "cancel");
    if (move.phase === "past") throw tooLate(move, service.name, "cancel");
    if (move.held) {
      await view.request(service, move, requestOf("cancel", steering));
      const left = await untilLeft(steering, move);
      if (!left) return say(`${service.name}: the move has ended; \`ferry status\` shows where it runs.`);
      if (left.phase === "past") throw tooLate(left, service.name, "cancel");
    }
    await view.putBack(service, say);
    say(`${service.name} runs on ${move.from}; what its move to ${move.to} had left there was taken away.`);
  });

async function steered(
  invocation: Invocation,
  world: World,
  work: (steering: Steering) => Promise<void>,
): Promise<ExitCode> {
  const { stack, services } = selected(invocation, world.env);
  const [service] = services;
  if (!service) throw new TypeError("a command that steers a move has one service");
  const view = await world.open(stack);
  const say = (text: string): void =>
    print(world.stdout, toned(wrapProse(text, widthOf(world.stdout), "", { rest: "  " })));
  try {
    await work({ view, service, say, now: world.now });
    return EXIT.fine;
  } finally {
    await view.close();
  }
}

async function theMove({ view, service }: Steering, what: string): Promise<OpenMove> {
  const move = await view.openMove(service);
  if (move) return move;
  throw new Trouble(`there is no move of ${service.name} to ${what}`, {
    next: "`ferry status` shows where it runs and which moves are under way.",
    code: EXIT.blocked,
  });
}

function tooLate(move: OpenMove, service: string, what: string): Trouble {
  const why =
    move.phase === "past"
      ? `clients may have reached ${service} on ${move.to} already`
      : move.request?.what === "cancel"
        ? `${move.request.by} has cancelled it`
        : `${service} is stopped on ${move.from}, and should not stay so`;
  return new Trouble(`it is too late to ${what} the move of ${service} (step ${move.step})`, {
    why,
    next: `Let it come to its end; declare ${move.from} again to move it back.`,
    code: EXIT.blocked,
  });
}

const requestOf = (what: MoveRequest["what"], { now }: Steering): MoveRequest => ({
  what,
  by: `${userInfo().username}@${hostname()}`,
  at: now().toISOString(),
});

/** Waits until nobody holds the move any more; undefined where it has come to its end by then. */
async function untilLeft({ view, service, say }: Steering, asked: OpenMove): Promise<OpenMove | undefined> {
  say(`${service.name}: asked ${asked.controller} to stop at the next safe point (step ${asked.step}).`);
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const move = await view.openMove(service);
    if (!move || move.move !== asked.move) return undefined;
    if (!move.held) return move;
    if (performance.now() > deadline) throw noAnswer(move, service.name);
    await sleep(LOOK_EVERY);
  }
}

function noAnswer({ controller, step }: OpenMove, service: string): Trouble {
  return new Trouble(`the move of ${service} has not stopped within ${PATIENCE / 60_000} minutes`, {
    why: `${controller} still holds it, in step ${step}`,
    next: "The request stays on the hosts: it is noticed at the next safe point. `ferry status` shows the move.",
    code: EXIT.blocked,
  });
}
