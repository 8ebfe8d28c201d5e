import type { Listener, StepProgress } from "../engine/move";
import { countOf, formatBytes, formatDuration } from "../render/units";
import { say } from "./console";

/** A terminal may be told often; a log keeps every line, so it is told seldom. Milliseconds. */
const PAUSE_MS = process.env.CI ? 10_000 : 1_000;

/** Shows a move's progress in the row of its resource, and keeps what is worth keeping in the diagnostics. */
export function rowListener(urn: string): Listener {
  let shown = 0;
  let step: string | undefined;
  return {
    progress(progress) {
      const now = Date.now();
      if (progress.step === step && now - shown < PAUSE_MS) return;
      shown = now;
      step = progress.step;
      void say(urn, "info", progressLine(progress), true);
    },
    note(text) {
      void say(urn, "info", text);
    },
  };
}

/** "precopy: volume:shop_db, pass 2: 42 %, 18.4 MB of 43.8 MB, 3 files, 21.0 MB/s, 1.2 s left, the service writes 0.2 MB/s". */
export function progressLine(progress: StepProgress): string {
  const { step, text, share, bytes, totalBytes, files, rate, secondsLeft, dirtyRate } = progress;
  const figures = [
    share === undefined ? "" : `${Math.floor(share * 100)} %`,
    bytes === undefined
      ? ""
      : totalBytes === undefined
        ? formatBytes(bytes)
        : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    files === undefined ? "" : countOf(files, "file"),
    rate === undefined ? "" : `${formatBytes(rate)}/s`,
    secondsLeft === undefined ? "" : `${formatDuration(secondsLeft)} left`,
    dirtyRate === undefined ? "" : `the service writes ${formatBytes(dirtyRate)}/s`,
  ].filter((figure) => figure !== "");
  return figures.length === 0 ? `${step}: ${text}` : `${step}: ${text}: ${figures.join(", ")}`;
}
