import { z } from "zod";
import { keepStageRecord, readStageRecord, writeStageRecord } from "../commands/stage-record";
import type { Host } from "../model/host";
import { act, CommandFailed, type Fact } from "../model/procedure";
import { readJson } from "./json";

const record = z.object({
  move: z.string(),
  /** What was on the host before the move: ids with their names, names of volumes, ids of networks. */
  containers: z.array(z.object({ id: z.string(), name: z.string() })),
  volumes: z.array(z.string()),
  networks: z.array(z.string()),
  /** Anonymous volumes that have to be mounted again when the service is started here. */
  attach: z.array(z.object({ service: z.string(), target: z.string(), volume: z.string() })).default([]),
  /** Restart policies to set, by container name, once it has been started here. */
  restart: z.record(z.string(), z.string()).default({}),
  /** True once the service has been started here: from then on its containers are what they should be. */
  started: z.boolean().default(false),
});

/** What a host had before a move made something on it, and what the start there needs to know. No secrets. */
export type StageRecord = z.infer<typeof record>;

/** Keeps the record, unless this very move has kept one before; the answer is the one that counts. */
export function keptStage(host: Host, service: string, found: StageRecord): Fact<StageRecord> {
  const ask = keepStageRecord(host, service, found.move, `${JSON.stringify(found)}\n`);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return readJson("stage.json", result.stdout, record);
    },
  };
}

/** The record of the last move that made something on the host; undefined where there is none. */
export function stageRecord(host: Host, service: string): Fact<StageRecord | undefined> {
  const ask = readStageRecord(host, service);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return result.stdout.trim() === "" ? undefined : readJson("stage.json", result.stdout, record);
    },
  };
}

/** Notes that the start has done what the record asked of it, so that a later start does not do it again. */
export function startDone(host: Host, service: string, record: StageRecord): Fact<void> {
  const text = `${JSON.stringify({ ...record, attach: [], restart: {}, started: true })}\n`;
  return act(writeStageRecord(host, service, text));
}
