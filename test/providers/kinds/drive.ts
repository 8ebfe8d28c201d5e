import type { SeenContainer } from "../../../providers/facts/docker";
import type { Command, Result } from "../../../providers/model/command";
import type { Procedure } from "../../../providers/model/procedure";
import { performSync } from "../../contract/perform-sync";

/** Performs a procedure against answers that a test gives. */
export function drive<T>(
  procedure: Procedure<T>,
  answer: (said: string, command: Command) => Result | string,
): T {
  return performSync(procedure, (command) => {
    const said = answer(command.argv.join(" "), command);
    return typeof said === "string" ? { code: 0, stdout: said, stderr: "" } : said;
  });
}

/** A container as `docker ps` shows it. */
export const seen = (name: string, more: Partial<SeenContainer> = {}): SeenContainer => ({
  id: name.repeat(20).slice(0, 20),
  name,
  image: "x",
  state: "running",
  status: "Up 2 hours",
  health: "",
  exitCode: 0,
  ports: [],
  mounts: [],
  project: "",
  service: "",
  directory: "",
  oneoff: false,
  ...more,
});
