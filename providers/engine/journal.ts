import { removeRecord, writeRecord } from "../commands/records";
import type { StepName } from "../model/plan";
import { act, ask } from "../model/procedure";
import type { Transport } from "../model/transport";
import type { Memo } from "./move";
import { perform } from "./perform";

/** `left`: taken back like `undone`, by a move that was left to be gone on with. */
export type JournalEvent = "intent" | "done" | "undone" | "left" | "failed";

export interface JournalEntry {
  readonly step: StepName;
  readonly event: JournalEvent;
  /** ISO 8601, by the controller's clock; for people. */
  readonly at: string;
  readonly note?: string;
}

/** One move, as both of its hosts remember it. It never holds a secret. */
export interface JournalDocument {
  readonly version: 1;
  readonly move: string;
  readonly service: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly strategy: "cold" | "warm";
  readonly controller: string;
  readonly started: string;
  readonly memo: Memo;
  readonly entries: readonly JournalEntry[];
  /** Absent while the move is under way, or was cut off. */
  readonly outcome?: "committed" | "unwound" | "stuck" | "paused";
}

/**
 * The journal of one move, written to both hosts before and after each step: intent, then result. Each write
 * replaces the whole document durably, so a reader sees one state or the next, never half of one.
 */
export class Journal {
  private document: JournalDocument;
  private opened = false;

  constructor(
    document: JournalDocument,
    private readonly hosts: readonly Transport[],
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.document = document;
  }

  get current(): JournalDocument {
    return this.document;
  }

  /** Continues the journal of a move that was cut off or paused. */
  resume(): void {
    const { outcome: _, ...open } = this.document;
    this.document = open;
    this.opened = true;
  }

  /** Records that a step ended and the next begins, in one write. The first one opens the journal. */
  async turn(done: StepName | undefined, intent: StepName): Promise<void> {
    this.jot(done, intent);
    this.opened = true;
    await this.write();
  }

  /** As `turn`, to be written together with what comes next. */
  jot(done: StepName | undefined, intent: StepName): void {
    const entries = [...(done ? [this.entry(done, "done")] : []), this.entry(intent, "intent")];
    this.document = { ...this.document, entries: [...this.document.entries, ...entries] };
  }

  async record(step: StepName, event: JournalEvent, note?: string): Promise<void> {
    const entries = [...this.document.entries, this.entry(step, event, note)];
    this.document = { ...this.document, entries };
    await this.write();
  }

  /** Writes what undoing will need, before it is needed. */
  async remember(memo: Memo): Promise<void> {
    this.jotMemo(memo);
    await this.write();
  }

  /** As `remember`, to be written together with what comes next. */
  jotMemo(memo: Memo): void {
    this.document = { ...this.document, memo: structuredClone(memo) };
  }

  async close(outcome: NonNullable<JournalDocument["outcome"]>): Promise<void> {
    this.document = { ...this.document, outcome };
    await this.write();
  }

  /** Takes the journal away where the move left no trace worth keeping. */
  async remove(): Promise<void> {
    const { service } = this.document;
    await Promise.all(
      this.hosts.map((host) => perform(host, ask(act(removeRecord(host.host, service, "journal"))))),
    );
  }

  private entry(step: StepName, event: JournalEvent, note?: string): JournalEntry {
    return { step, event, at: this.clock().toISOString(), ...(note === undefined ? {} : { note }) };
  }

  /** Writes what was jotted down. */
  async write(): Promise<void> {
    // Before the lock is held the file may be another move's.
    if (!this.opened) return;
    const { service } = this.document;
    const text = `${JSON.stringify(this.document)}\n`;
    await Promise.all(
      this.hosts.map((host) => perform(host, ask(act(writeRecord(host.host, service, "journal", text))))),
    );
  }
}

/** The steps of a journal that were begun and not taken back, in the order in which they began. */
export function begun(document: JournalDocument): StepName[] {
  const steps: StepName[] = [];
  for (const entry of document.entries) {
    if (entry.event === "intent" && !steps.includes(entry.step)) steps.push(entry.step);
    if (entry.event === "undone" || entry.event === "left")
      steps.splice(steps.indexOf(entry.step), steps.includes(entry.step) ? 1 : 0);
  }
  return steps;
}
