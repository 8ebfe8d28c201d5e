import { type Command, script } from "../model/command";

/** The shell takes the lowest place for itself, and with it for all that it starts; where it cannot, it goes on. */
const STEP_BACK = "{ renice -n 19 -p $$; ionice -c 2 -n 7 -p $$; } > /dev/null 2>&1\n";

/**
 * The same command, with processor and disk time that nobody else wants (nice 19; the last place of best effort:
 * the idle class may wait for ever on a busy disk). It needs nothing: renice and ionice are used where they are.
 */
export function gently(run: Command): Command {
  const [program, option, text, ...args] = run.argv;
  if (program === "sh" && option === "-c" && text !== undefined)
    return { ...run, argv: ["sh", "-c", STEP_BACK + text, ...args] };
  return { ...run, ...script(`${STEP_BACK}exec "$@"`, ...run.argv) };
}
