import { LEASE_SECONDS } from "../commands/records";
import { lockRecord } from "../facts/records";
import { ask } from "../model/procedure";
import type { Check } from "../model/service";
import { perform } from "./perform";
import type { Prospect } from "./prospect";

/** Nobody else may be moving the service. */
export async function lockChecks({ service, source, target }: Prospect): Promise<Check[]> {
  const locks = await Promise.all(
    [source, target].map((host) => perform(host, ask(lockRecord(host.host, service.name)))),
  );
  const held = locks.find((lock) => lock !== undefined && lock.age < LEASE_SECONDS);
  if (!held)
    return [
      { name: "no other move", outcome: "pass", text: `no other move of ${service.name} is under way` },
    ];
  return [
    {
      name: "no other move",
      outcome: "fail",
      text: `${held.controller} has been moving ${service.name} since ${held.since}, last heard of ${held.age} s ago`,
      remedy: "Wait for it to end; `ferry status` shows it.",
    },
  ];
}
