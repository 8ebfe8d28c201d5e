import type { Check } from "../../providers/model/service";
import { renderJson } from "../../providers/render/json";
import { heading, type Line } from "../../providers/render/lines";
import { checksTally } from "../../providers/render/summary";
import { checkLines } from "../../providers/render/text/checks";
import { isNodeEnough } from "../node-floor";
import type { Invocation } from "./arguments";
import { hostChecks } from "./doctor/hosts";
import { machineChecks } from "./doctor/machine";
import { type Examined, examinedStack } from "./doctor/stack";
import { EXIT, type ExitCode } from "./exit-codes";
import { print, type World, widthOf } from "./world";

/** What doctor found in one place: this machine, the stack file, or a host. */
interface Ward {
  readonly where: string;
  readonly checks: readonly Check[];
  /** True for a host that cannot be used at all. */
  readonly unreached?: boolean;
}

/** `ferry doctor`: what is missing on this machine and on the hosts, what for, and how to get it. */
export async function doctor(invocation: Invocation, world: World): Promise<ExitCode> {
  const examined = examinedStack(invocation, world.env);
  const here: Ward[] = [
    { where: "this machine", checks: await machineChecks(world, examined.stack) },
    { where: "stack file", checks: [examined.check] },
  ];
  const wards = [...here, ...(await hostWards(examined, world))];
  if (invocation.json) {
    const report = { version: 1, made: world.now().toISOString(), places: wards };
    world.stdout.write(`${renderJson(report)}\n`);
  } else {
    print(world.stdout, wardLines(wards, widthOf(world.stdout)));
  }
  if (wards.some((ward) => ward.unreached)) return EXIT.unreachable;
  return wards.some((ward) => ward.checks.some((check) => check.outcome === "fail"))
    ? EXIT.missing
    : EXIT.fine;
}

async function hostWards({ stack }: Examined, world: World): Promise<Ward[]> {
  // The engine does not load on an older Node.js.
  if (stack === undefined || !isNodeEnough(world.node)) return [];
  const view = await world.open(stack);
  try {
    return await Promise.all(
      Object.keys(stack.hosts).map(async (host) => ({
        where: host,
        ...(await hostChecks(view, stack, host)),
      })),
    );
  } finally {
    await view.close();
  }
}

function wardLines(wards: readonly Ward[], width: number): Line[] {
  const lines = wards.flatMap(({ where, checks }) => [
    ...heading(where, width),
    ...checks.flatMap((check) => checkLines(check, width)),
  ]);
  const all = wards.flatMap(({ checks }) => checks);
  return [...lines.slice(1), { text: "" }, { text: checksTally(all), tone: "title" }];
}
