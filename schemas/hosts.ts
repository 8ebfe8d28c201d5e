import { z } from "zod";
import { address, localPath, sshDestination } from "./words";

const sshHost = z
  .strictObject({
    ssh: sshDestination,
    become: z.literal("sudo").optional().describe("Run commands through sudo (without a password)."),
    address: address
      .optional()
      .describe("How proxies and other hosts reach this one; by default, what ssh connects to."),
  })
  .describe("A server that is reached by ssh.");

const localHost = z
  .strictObject({
    local: localPath.describe("A directory on this machine that acts as a host."),
    address: address.optional().describe("The address that services on it listen on; 127.0.0.1 by default."),
  })
  .describe("A directory on this machine, for trying things out.");

/** A server, or a directory that acts as one. */
export const host = z.union([sshHost, localHost]);
