import { describe, expect, it } from "vitest";
import { linkChecks } from "../../../providers/kinds/link-checks";
import { drive } from "./drive";

const beta = { name: "beta", address: "10.0.0.2", root: "" };

describe("symbolic links to what travels", () => {
  const used = (path: string, real: string) =>
    ({ path, real, by: "web", type: "directory", readOnly: false }) as const;
  const datasets = [
    { id: "directory", type: "directory", path: "/data/shop" },
    { id: "bind:/srv/media", type: "bind", path: "/data/media" },
  ] as const;
  const check = (paths: ReturnType<typeof used>[], answer: string) =>
    drive(linkChecks(paths, datasets, beta, "/srv/shop"), () => answer).map(
      ({ text, remedy }) => `${text} ${remedy}`,
    );

  it("have to be on the target, where they lie outside it", () => {
    const link = used("/var/www", "/data/shop/www");
    expect(check([link], "directory\0/srv/shop/www\0missing\0/srv/shop/www\0")).toEqual([]);
    expect(check([link], "missing\0/var/www\0missing\0/srv/shop/www\0")).toEqual([
      "web uses /var/www, a symbolic link to /srv/shop/www that is not there on beta. Make it there: ln -s /srv/shop/www /var/www.",
    ]);
  });

  it("are no matter where they travel themselves, or nothing travels", () => {
    const inside = [
      used("/srv/shop/www", "/data/shop/www"),
      used("/srv/media", "/data/media"),
      used("/srv/media/a", "/data/media/a"),
    ];
    expect(check(inside, "")).toEqual([]);
    expect(check([used("/etc/localtime", "/usr/share/zoneinfo/UTC"), used("/x", "/y")], "")).toEqual([]);
  });
});
