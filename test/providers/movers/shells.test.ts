import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe } from "vitest";
import { filesMover } from "../../../providers/movers/files";
import { copyContract } from "../../contract/mover";
import { withTools } from "../../contract/mover/tools";
import { localFiles } from "./local-files";

// Where sh is bash, as on RHEL and SUSE, redirections of an assignment come after what is substituted in it.
const shells = mkdtempSync(join(tmpdir(), "ferry-shells-"));
afterAll(() => rmSync(shells, { recursive: true, force: true }));
symlinkSync("/bin/bash", join(shells, "sh"));
const path = [shells, process.env.PATH].join(delimiter);

describe("where sh is bash", () => {
  const bash = withTools(filesMover, { source: path, target: path });
  copyContract("the files mover", () => localFiles(bash));
});
