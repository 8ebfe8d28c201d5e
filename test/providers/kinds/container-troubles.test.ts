import { describe, expect, it } from "vitest";
import type { Container } from "../../../providers/facts/containers";
import { containerTroubles } from "../../../providers/kinds/container-troubles";
import { ownFilesWarning } from "../../../providers/kinds/own-files";
import { fakeContainer } from "../../contract/docker-state";

describe("what a user has to mend in a container", () => {
  const troubles = (change: (container: Container) => void) => {
    const container = fakeContainer({ name: "box", image: "x", imageId: "y" });
    change(container);
    return containerTroubles({ container, data: [], others: [] }).map(
      ({ name, outcome, text }) => `${outcome} ${name}: ${text}`,
    );
  };

  it("is nothing where all is in order", () => {
    expect(troubles(() => {})).toEqual([]);
  });

  it.each<[string, (c: Container) => void, RegExp]>([
    [
      "--rm",
      (c) => Object.assign(c.HostConfig, { AutoRemove: true }),
      /^fail container: box was started with --rm/,
    ],
    [
      "another's network",
      (c) => Object.assign(c.HostConfig, { NetworkMode: "container:abc" }),
      /^fail other containers: It shares the network/,
    ],
    [
      "links",
      (c) => Object.assign(c.HostConfig, { Links: ["/db:/box/db"] }),
      /^fail other containers: It is linked to container db/,
    ],
    ["the host's network", (c) => Object.assign(c.HostConfig, { NetworkMode: "host" }), /^warn ports/],
    [
      "random ports",
      (c) => Object.assign(c.HostConfig, { PublishAllPorts: true }),
      /^warn ports: Docker chooses/,
    ],
    [
      "Compose",
      (c) => Object.assign(c.Config, { Labels: { "com.docker.compose.project": "shop" } }),
      /^warn owner: .*project shop/,
    ],
    [
      "Swarm",
      (c) => Object.assign(c.Config, { Labels: { "com.docker.swarm.service.name": "web" } }),
      /^fail owner: .*Swarm service web/,
    ],
    ["pause", (c) => Object.assign(c.State, { Status: "paused" }), /^fail container: box is paused/],
  ])("is told of %s", (_, change, expected) => {
    expect(troubles(change)).toEqual([expect.stringMatching(expected)]);
  });

  it("is told of files in its own layer", () => {
    const container = fakeContainer({ name: "box", image: "x", imageId: "y" });
    expect(ownFilesWarning(container, [])).toEqual([]);
    expect(ownFilesWarning(container, ["/app/a", "/app/b"])[0]).toMatchObject({
      outcome: "warn",
      text: expect.stringMatching(/^box has written \/app\/a and 1 more outside its volumes/),
    });
  });
});
