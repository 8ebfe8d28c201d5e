const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** Bytes for people, decimal: "0 B", "18.4 MB", "410 MB". */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return "unknown size";
  let value = Math.max(0, bytes);
  if (value < 999.5) return `${Math.round(value)} B`;
  for (const unit of BYTE_UNITS.slice(1)) {
    value /= 1000;
    if (value < 99.95) return `${value.toFixed(1)} ${unit}`;
    if (value < 999.5) return `${Math.round(value)} ${unit}`;
  }
  return `${Math.round(value)} EB`;
}

/** A whole number with separators: "1,204". */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count with its word: "1 file", "1,204 files". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${Math.round(count) === 1 ? one : many}`;
}

/** A duration of so many seconds for people: "40 ms", "1.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown time";
  if (seconds <= 0) return "0 s";
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 3599.5) return inTwo(Math.round(seconds), 60, "min", "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return inTwo(minutes, 60, "h", "min");
  return inTwo(Math.round(seconds / 3600), 24, "d", "h");
}

function inTwo(total: number, per: number, large: string, small: string): string {
  const rest = total % per;
  return `${Math.floor(total / per)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

/** A moment (seconds since the epoch) to the minute: "2026-11-21 12:33 UTC". */
export function formatTime(seconds: number): string {
  return withIso(seconds, (day, time) => `${day} ${time.slice(0, 5)} UTC`);
}

/** A moment (seconds since the epoch) to the second, or to the millisecond where two would look the same. */
export function formatInstant(seconds: number, precise = false): string {
  return withIso(seconds, (day, time) => `${day} ${time.slice(0, precise ? 12 : 8)} UTC`);
}

/** A moment written as ISO 8601, to the minute; text that is no such moment stays as it is. */
export function formatIso(text: string): string {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? text : formatTime(milliseconds / 1000);
}

function withIso(seconds: number, make: (day: string, time: string) => string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "unknown time";
  const [day = "", time = ""] = date.toISOString().split("T");
  return make(day, time);
}
