import { provider } from "@pulumi/pulumi";
import { CommandProvider } from "./provider";

process.stderr.write(
  "Ferry: pulumi-resource-command is not installed; a stand-in for it runs local commands.\n",
);
provider.main(new CommandProvider(), process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
