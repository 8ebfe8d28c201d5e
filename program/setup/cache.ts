import { homedir } from "node:os";
import { join } from "node:path";

/** Where Ferry keeps what is expensive to get (the Pulumi CLI, the lab's Debian tree); safe to delete. */
export function cacheDirectory(): string {
  const own = process.env.FERRY_CACHE;
  if (own) return own;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "ferry");
}
