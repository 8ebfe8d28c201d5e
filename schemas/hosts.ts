import { z } from "zod";
import { address, dockerName, localPath, sshDestination, subnet } from "./words";

const network = z
  .strictObject({
    driver: dockerName.optional().describe("Docker's network driver; bridge by default."),
    subnet: subnet.optional().describe("Its addresses, such as 10.9.0.0/24; by default Docker chooses."),
    internal: z.boolean().optional().describe("True for a network without a way out; false by default."),
  })
  .describe("A Docker network.");

const sshHost = z
  .strictObject({
    ssh: sshDestination,
    become: z
      .enum(["sudo", "docker"])
      .optional()
      .describe(
        "Run commands as root: through sudo (without a password), or through a container, for a user who may use Docker.",
      ),
    address: address
      .optional()
      .describe("How proxies and other hosts reach this one; by default, what ssh connects to."),
    networks: z
      .record(dockerName, network)
      .optional()
      .describe("Docker networks that `pulumi up` makes on this host before anything moves there, by name."),
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
