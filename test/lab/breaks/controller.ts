import { readFileSync } from "node:fs";
import { defaultAdapters } from "../../../providers/adapters";
import { Engine } from "../../../providers/engine/engine";
import type { Listener } from "../../../providers/engine/move";
import type { Channel } from "../../../providers/model/channel";
import type { StepName } from "../../../providers/model/plan";
import { parseStack } from "../../../schemas/load";
import type { Told } from "./under-way";

/**
 * What one `pulumi up` does, without Pulumi: it calls the engine as the provider does, in a process that knows nothing but
 * the stack file and what is on the hosts. Says on standard output how far it is, a JSON line each, and every count
 * of bytes that the sender gives, so that it can be broken at any of them.
 */
class Telling {
  private step: StepName | "undo" | undefined;
  private pass = 0;

  readonly listener: Listener = {
    begins: ({ resumed }) => tell({ begins: resumed ? "resumed" : "afresh" }),
    progress: ({ step }) => {
      if (step !== this.step) tell({ step });
      this.step = step;
    },
    note: (note) => tell({ note }),
  };

  /** A channel that tells of each count before anybody else knows. */
  watched(channel: Channel): Channel {
    return {
      route: channel.route,
      because: channel.because,
      close: () => channel.close(),
      carry: (transfer, options) => {
        const { progress } = transfer;
        if (!progress) return channel.carry(transfer, options);
        const pass = this.step === "finalSync" ? "final" : this.pass++;
        const counted = (line: string): number | undefined => {
          const bytes = progress(line);
          if (bytes !== undefined) tell({ pass, bytes });
          return bytes;
        };
        return channel.carry({ ...transfer, progress: counted }, options);
      },
    };
  }
}

function tell(told: Told): void {
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

async function main(file: string): Promise<void> {
  const parsed = parseStack(readFileSync(file), file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const [service] = Object.values(parsed.stack.services);
  if (!service) throw new Error("no service");
  const telling = new Telling();
  const adapters = defaultAdapters(parsed.stack);
  const engine = new Engine(parsed.stack, {
    ...adapters,
    openChannel: async (...ends) => telling.watched(await adapters.openChannel(...ends)),
  });
  try {
    const moved = await engine.bring(service, telling.listener);
    tell({ ended: moved ? "moved" : "nothing to do", bytes: moved?.lastMove?.bytes ?? 0 });
  } catch (error) {
    const { name, message } = error as Error;
    tell({ ended: name, message });
    process.exitCode = 1;
  } finally {
    await engine.close();
  }
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 2;
});
