import { renderJson } from "../../providers/render/json";
import type { Invocation } from "./arguments";
import { EXIT, type ExitCode } from "./exit-codes";
import { selected } from "./selection";
import { observeStatus } from "./status/observe";
import { statusLines } from "./status/text";
import { print, type World, widthOf } from "./world";

/** `ferry status`: where services really are, the copies that are kept, the moves that are not over. */
export async function status(invocation: Invocation, world: World): Promise<ExitCode> {
  const { name, stack, services } = selected(invocation, world.env);
  const view = await world.open(stack);
  try {
    const hosts = Object.keys(stack.hosts);
    const found = await Promise.all(services.map((service) => observeStatus(view, service, hosts)));
    if (invocation.json) {
      const report = { version: 1, stack: name, made: world.now().toISOString(), services: found };
      world.stdout.write(`${renderJson(report)}\n`);
    } else {
      const now = world.now().getTime() / 1000;
      print(
        world.stdout,
        found.flatMap((each) => statusLines(each, { width: widthOf(world.stdout), now })),
      );
    }
    return found.some((each) => each.unasked.length > 0) ? EXIT.unreachable : EXIT.fine;
  } finally {
    await view.close();
  }
}
