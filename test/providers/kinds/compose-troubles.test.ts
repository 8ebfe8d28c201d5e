import { describe, expect, it } from "vitest";
import { parseCompose } from "../../../providers/facts/compose";
import type { SeenContainer } from "../../../providers/facts/docker";
import { othersUsing, projectTroubles } from "../../../providers/kinds/compose-troubles";
import { unsetVariables } from "../../../providers/kinds/compose-variables";
import { seen } from "./drive";

describe("what a user has to mend in a project", () => {
  const config = (services: object) => parseCompose(JSON.stringify({ name: "shop", services }));
  const service = { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" } as const;
  const own = (name: string, more: Partial<SeenContainer> = {}) =>
    seen(`shop-${name}-1`, { project: "shop", service: name, directory: "/srv/shop", ...more });
  const troubles = (
    containers: SeenContainer[],
    services: object = { web: { image: "x" } },
    more: object = {},
  ) =>
    projectTroubles({
      service,
      here: { of: { directory: "/srv/shop" }, containers, all: containers, directory: undefined },
      config: config(services),
      ownName: "shop",
      images: [],
      data: [],
      ...more,
    }).map(({ name, outcome, text }) => `${outcome} ${name}: ${text}`);

  it("is nothing where all is in order", () => {
    expect(troubles([own("web")])).toEqual([]);
  });

  it.each<[string, SeenContainer, RegExp]>([
    [
      "a one-off run goes on",
      own("web", { oneoff: true, name: "shop-web-run-1" }),
      /fail containers: shop-web-run-1 was started by `docker compose run`/,
    ],
    [
      "a service has left the files",
      own("old"),
      /fail containers: shop-old-1 runs, but .* would not start old/,
    ],
    ["a container is paused", own("web", { state: "paused" }), /fail containers: shop-web-1 is paused/],
    [
      "the project has another name",
      own("web", { project: "stage" }),
      /fail project name: Its containers belong to project stage, but its files say shop/,
    ],
  ])("is told where %s", (_, container, expected) => {
    expect(troubles([container]).join("\n")).toMatch(expected);
  });

  it("is told where two projects run from one directory", () => {
    expect(troubles([own("web"), own("web", { project: "b" })]).join()).toMatch(
      /2 projects run from \/srv\/shop: shop, b/,
    );
  });

  it("does not care for what no longer runs", () => {
    expect(
      troubles([own("web"), own("old", { state: "exited" }), own("web", { oneoff: true, state: "exited" })]),
    ).toEqual([]);
  });

  it("is told where ports or networks are not the project's own", () => {
    expect(troubles([], { web: { image: "x", network_mode: "host" } })[0]).toMatch(
      /^warn ports: web uses the host's own network/,
    );
    expect(troubles([], { web: { image: "x", network_mode: "container:vpn" } })[0]).toMatch(/^fail network/);
    expect(troubles([], { web: { image: "x", network_mode: "service:db" } })).toEqual([]);
  });

  it("is told where others use what travels", () => {
    const data = [
      { id: "volume:shop_db", type: "volume", path: "/var/lib/docker/volumes/shop_db/_data" },
      { id: "directory", type: "directory", path: "/srv/shop" },
    ] as const;
    const others = [
      seen("backup", { mounts: ["shop_db"] }),
      seen("sync", { mounts: ["/srv/shop/uploads", "/srv/shopping"] }),
      seen("gone", { mounts: ["shop_db"], state: "exited" }),
    ];
    expect(othersUsing(data, others).map(({ text }) => text)).toEqual([
      "backup, which is not part of this service, also uses shop_db: it stays with the old copy.",
      "sync, which is not part of this service, also uses /srv/shop/uploads: it stays with the old copy.",
    ]);
  });

  it("is told where a shell's variables are missing", () => {
    expect(unsetVariables(service, [])).toEqual([]);
    expect(unsetVariables(service, ["TAG", "PORT"])[0]).toMatchObject({
      outcome: "warn",
      text: expect.stringContaining("TAG, PORT"),
    });
  });
});
