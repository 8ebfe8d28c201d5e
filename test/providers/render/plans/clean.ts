import type { Assessment } from "../../../../providers/model/plan";
import { CHECKS, counts, dataset, plan, ROUTE } from "./parts";

/** A move that nothing stands in the way of. */
export const clean: Assessment = {
  action: "move",
  service: "shop",
  plan: plan({
    rate: 12_500_000,
    datasets: [
      dataset(),
      dataset(
        {
          dataset: "volume:shop_db",
          files: 988,
          bytes: 62_000_000,
          sendFiles: 988,
          sendBytes: 62_000_000,
          counts: counts({ missing_target: 988 }),
        },
        "/var/lib/docker/volumes/shop_db/_data",
      ),
    ],
    images: [
      { name: "postgres:15", how: "pull", bytes: 379_000_000 },
      { name: "shop-job", how: "copy", bytes: 94_200_000, whole: "no python3 on alpha" },
      {
        name: "shop-web",
        how: "copy",
        bytes: 94_200_000,
        layers: { lacking: 1, of: 4, bytes: 12_400_000 },
      },
      { name: "redis:7", how: "present", bytes: 41_000_000 },
    ],
    left: [
      { what: "/srv/shop/run/web.sock", why: "a socket: the service makes it anew" },
      { what: "volume shop_media", why: "lies on an NFS server: attached on beta, not copied" },
    ],
    checks: CHECKS,
    routes: ROUTE,
  }),
};
