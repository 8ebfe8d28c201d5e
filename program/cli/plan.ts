import { script } from "../../providers/model/command";
import type { Assessment } from "../../providers/model/plan";
import { act } from "../../providers/model/procedure";
import { makeReport, renderJson } from "../../providers/render/json";
import type { Line } from "../../providers/render/lines";
import { renderMarkdown } from "../../providers/render/markdown";
import { isBlocked, tally } from "../../providers/render/summary";
import { layOut } from "../../providers/render/text";
import type { Invocation } from "./arguments";
import { EXIT, type ExitCode } from "./exit-codes";
import { selected } from "./selection";
import { isUnreached } from "./trouble";
import { print, type StackView, type World, widthOf } from "./world";

/** `ferry plan`: what `pulumi up` would do for the services, without Pulumi and without writing anything. */
export async function plan(invocation: Invocation, world: World): Promise<ExitCode> {
  const { name, stack, services } = selected(invocation, world.env);
  const view = await world.open(stack);
  try {
    const assessments = (await Promise.all(services.map((each) => view.assess(each)))).map(withoutNothing);
    if (invocation.json) world.stdout.write(`${renderJson(makeReport(name, assessments, world.now()))}\n`);
    else if (invocation.markdown) world.stdout.write(renderMarkdown(assessments, { stack: name }));
    else print(world.stdout, planText(assessments, widthOf(world.stdout)));
    if (!assessments.some(isBlocked)) return EXIT.fine;
    return (await someUnreached(view, Object.keys(stack.hosts))) ? EXIT.unreachable : EXIT.blocked;
  } finally {
    await view.close();
  }
}

/** To take over a service that runs where it should, with its route in place, changes nothing. */
function withoutNothing(assessment: Assessment): Assessment {
  if (assessment.action !== "adopt") return assessment;
  const { service, host, evidence, routes, blocks } = assessment;
  return routes.length + blocks.length > 0 ? assessment : { action: "none", service, host, evidence };
}

/** Unchanged services first: what needs attention stands at the end, above the prompt. */
function planText(assessments: readonly Assessment[], width: number): Line[] {
  const same = assessments.filter((one) => one.action === "none");
  const rest = assessments.filter((one) => one.action !== "none");
  return [
    ...same.flatMap((one) => layOut(one, { width })),
    ...rest.flatMap((one, index) => [
      ...(index + same.length > 0 ? [{ text: "" }] : []),
      ...layOut(one, { width }),
    ]),
    ...(rest.length > 0 ? [{ text: "" }] : []),
    { text: tally(assessments), tone: "title" },
  ];
}

/** Is a host out of reach that a plan may be blocked for? */
async function someUnreached(view: StackView, hosts: readonly string[]): Promise<boolean> {
  const reached = await Promise.allSettled(hosts.map((host) => view.ask(host, () => act(script("exit 0")))));
  return reached.some((each) => each.status === "rejected" && isUnreached(each.reason));
}
