import type { Step } from "../move";
import { perform } from "../perform";

/** Repoints the route at the target. */
export const cutOver: Step = {
  name: "cutOver",
  async do(move) {
    const { routing } = move;
    if (!routing) return;
    const { proxy, declaration, route, on, to } = routing;
    await perform(on, proxy.point(declaration, route, to, on.host));
    move.took.downUntil = performance.now();
  },
  async undo(move) {
    const { routing, memo } = move;
    if (!routing || !memo.route) return;
    const { proxy, declaration, route, on } = routing;
    await perform(on, proxy.restore(declaration, route, memo.route, on.host));
  },
};
