import { afterAll, beforeAll } from "vitest";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { PulumiProject } from "./pulumi";

/** How stack files reach two hosts of the lab by their names: one as root, one as a user with sudo. */
export const ROOT_AND_SUDO = { alpha: { ssh: "root@alpha" }, beta: { ssh: "deploy@beta", become: "sudo" } };

/** Hosts of the lab, and a Pulumi project in which their services are declared. */
export class MovesLab {
  private raised: Lab | undefined;
  private made: PulumiProject | undefined;

  private constructor() {}

  /** `alpha`, `beta` and the hosts named: up before the first test of the file that asks for them, down after the last. */
  static forThisFile(...more: string[]): MovesLab {
    const moves = new MovesLab();
    beforeAll(async () => {
      moves.raised = await Lab.up({ hosts: ["alpha", "beta", ...more] });
      moves.made = await PulumiProject.make(moves.lab.env);
    });
    afterAll(async () => {
      await moves.made?.remove();
      await moves.raised?.down();
    });
    return moves;
  }

  get lab(): Lab {
    return there(this.raised);
  }

  get pulumi(): PulumiProject {
    return there(this.made);
  }

  get alpha(): LabHost {
    return this.lab.host("alpha");
  }

  get beta(): LabHost {
    return this.lab.host("beta");
  }

  get gate(): LabHost {
    return this.lab.host("gate");
  }
}

function there<T>(what: T | undefined): T {
  if (what === undefined) throw new Error("the hosts are up in tests and hooks only");
  return what;
}
