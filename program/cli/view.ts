import { defaultAdapters } from "../../providers/adapters";
import { Engine } from "../../providers/engine/engine";
import { perform } from "../../providers/engine/perform";
import { leaveRequest, openMove, putBack } from "../../providers/engine/steer";
import { ask } from "../../providers/model/procedure";
import type { Stack } from "../../schemas/normal";
import type { StackView } from "./world";

/** A view of a stack's hosts through Ferry's own engine. */
export function openView(stack: Stack): StackView {
  const engine = new Engine(stack, defaultAdapters(stack));
  return {
    // As a first `up` would look: the route too, and moves that were cut off.
    assess: (service) => engine.assess(service, { adopting: true }),
    where: (service) => engine.where(service),
    openMove: (service) => openMove(engine, service.name),
    request: (service, move, request) => leaveRequest(engine, service.name, move, request),
    putBack: async (service, say) => {
      await putBack(engine, service, { progress: () => undefined, note: say });
    },
    ask: async (name, fact) => {
      const transport = await engine.hosts.get(name);
      return perform(transport, ask(fact(transport.host)));
    },
    close: () => engine.close(),
  };
}
