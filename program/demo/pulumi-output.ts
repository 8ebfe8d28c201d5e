/** Lines that say nothing in a demo: empty ones, and what only matters with Pulumi's own service. */
const DULL =
  /^\s*$|^View (?:Live|in Browser)|^Please choose|^Loading policy|^Updating \(|^Previewing update \(/;

/** Progress is printed line by line where there is no terminal: what began is enough once it is finished. */
const STEP = /^\s*[@+~>.-]?\s*(?:@ )?(?:previewing|updating|creating|reading)/i;

export interface Readable {
  take(chunk: string): void;
  /** Everything that was printed. */
  end(): string;
}

/** Shows the lines of Pulumi's output that a person reads, as they come, and keeps all of them. */
export function readable(show: (line: string) => void): Readable {
  let all = "";
  let rest = "";
  const line = (text: string): void => {
    if (!DULL.test(text) && !STEP.test(text)) show(text);
  };
  return {
    take: (chunk) => {
      all += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(line);
    },
    end: () => {
      line(rest);
      return all;
    },
  };
}
