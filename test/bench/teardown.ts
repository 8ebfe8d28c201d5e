type Undo = () => Promise<unknown>;

/** The run was cut off, so nothing new is begun. */
export class CutOff extends Error {
  override readonly name = "CutOff";
  constructor() {
    super("cut off");
  }
}

/** What has to be taken away again, the latest first; also when the run is cut off by Ctrl-C. */
export class Teardown {
  private readonly undos: Undo[] = [];
  private unwinding: Promise<void> | undefined;
  private over = false;

  get cutOff(): boolean {
    return this.over;
  }

  /** Remembers how to take away what was just made. After `end` it is taken away at once, and this rejects. */
  async add(undo: Undo): Promise<void> {
    this.undos.push(undo);
    if (!this.over) return;
    await this.run();
    throw new CutOff();
  }

  /** Takes everything away, once, whoever asks; goes on where one part fails, and then rejects with it. */
  run(): Promise<void> {
    this.unwinding ??= this.unwind().finally(() => {
      this.unwinding = undefined;
    });
    return this.unwinding;
  }

  /** As `run`, for good. */
  end(): Promise<void> {
    this.over = true;
    return this.run();
  }

  private async unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
      await undo().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, "not everything could be taken away");
  }
}
