/** How this process was asked to end; what moves then is paused, or goes on to its end. */
export type Ending = (by: string) => number;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

let working = 0;
let ended: NodeJS.Signals | undefined;
const endings = new Set<Ending>();

/**
 * While `work` goes on, a signal that would end this process asks `stop` instead (it returns how many moves it has
 * asked); the process ends when all work has. Pulumi sends SIGINT on the second Ctrl-C, and waits five seconds.
 */
export async function untilAsked<T>(stop: Ending, work: () => Promise<T>): Promise<T> {
  endings.add(stop);
  if (working++ === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work();
  } finally {
    endings.delete(stop);
    if (--working === 0) letGo();
  }
}

function onSignal(signal: NodeJS.Signals): void {
  ended = signal;
  for (const stop of endings) stop(signal);
}

/** What was asked for while nobody could end is done now: an error on its way to Pulumi still gets there. */
function letGo(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  const signal = ended;
  ended = undefined;
  if (signal) setTimeout(() => process.kill(process.pid, signal), 500);
}
