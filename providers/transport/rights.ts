import type { Command, Result } from "../model/command";
import { RootRefused, type TransportError } from "./errors";
import { findHelper, type Helper, parseHelper, throughContainer } from "./helper-container";
import type { SshAddress } from "./ssh-address";
import type { Destination } from "./ssh-diagnosis";

/** What commands of one host become root with. */
export class Rights {
  private looking: Promise<Helper> | undefined;
  private helper: Helper | undefined;

  /** `ask` runs a command as the ssh user. */
  constructor(
    private readonly to: Destination,
    private readonly address: SshAddress,
    private readonly ask: (command: Command) => Promise<Result>,
  ) {}

  /** True where they do so through a container, which ends with the command. */
  get contained(): boolean {
    return this.address.contained;
  }

  /** The words before a command, as far as they are known by now. */
  get words(): readonly string[] {
    return this.helper ? throughContainer(this.helper.id) : this.address.endpoint.become;
  }

  /** A line for the plan, where there is something to tell. */
  get told(): string | undefined {
    if (!this.helper) return undefined;
    const { user } = this.address.endpoint;
    return `${this.to.host}: as root through a container of ${this.helper.image}, because ${user} is not root there`;
  }

  /** The words before this command. Rejects with `RootRefused` where there is no way to become root. */
  async before(command: Command): Promise<readonly string[]> {
    if (!this.contained || needsNone(command)) return this.address.endpoint.become;
    this.looking ??= this.look();
    this.helper = await this.looking;
    return this.words;
  }

  private async look(): Promise<Helper> {
    try {
      const found = parseHelper(await this.ask(findHelper()));
      if ("why" in found) throw this.refused(found.why, found.remedy);
      return found;
    } catch (error) {
      // An image may have been pulled before the next command.
      this.looking = undefined;
      throw error;
    }
  }

  private refused(why: string, remedy: string): TransportError {
    return new RootRefused(`${this.to.ssh} cannot become root through a container: ${why}.`, {
      host: this.to.host,
      remedy,
    });
  }
}

/** Docker's client alone does for this user what it does for root; Compose reads files that may be root's. */
const needsNone = ({ argv: [program, verb], cwd }: Command): boolean =>
  program === "docker" && verb !== "compose" && cwd === undefined;
