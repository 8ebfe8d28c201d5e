import { describe, it } from "vitest";
import { mayMakeNetworks } from "./benches/network";
import { nginxBench } from "./benches/nginx";
import { nginxDirectory } from "./benches/nginx-binary";
import { proxyContract } from "./proxy";

const missing = whatIsMissing();

if (missing === undefined) proxyContract("nginx", () => nginxBench(nginxDirectory() ?? ""));
else {
  console.warn(`Left out: the contract of the nginx proxy, because ${missing}.`);
  describe.skip(`nginx keeps the proxy contract (left out: ${missing})`, () => {
    it("serves the new upstream as soon as point returns, and observes it", () => undefined);
  });
}

function whatIsMissing(): string | undefined {
  if (!nginxDirectory())
    return "nginx is not installed on this machine (Debian: apt-get install nginx-light)";
  return mayMakeNetworks() ? undefined : "this machine allows no network namespace";
}
