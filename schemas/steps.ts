import { z } from "zod";

/** The steps of a move, in their order. */
export const step = z.enum([
  "preflight",
  "lock",
  "snapshot",
  "precopy",
  "stage",
  "hold",
  "quiesce",
  "finalSync",
  "verify",
  "release",
  "start",
  "probe",
  "cutOver",
  "unhold",
  "confirm",
  "commit",
  "retain",
]);

export const strategy = z.enum(["cold", "warm"]).describe("cold: stopped first; warm: copied while it runs.");

/** A moment for people and programs: ISO 8601 in UTC. */
export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/)
  .describe("ISO 8601, UTC: 2026-01-31T12:00:00.000Z.");

export const amount = z.number().min(0);
export const count = z.number().int().min(0);
