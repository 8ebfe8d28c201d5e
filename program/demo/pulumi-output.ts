import { wrap } from "./narrate";

/**
 * How much of a command's output is shown: all of the plan, only the conflicts in it (where the rest has been
 * shown before), or only what happens while a move runs, and why it failed.
 */
export type View = "plan" | "conflicts" | "progress";

export interface Readable {
  take(chunk: string): void;
  /** Everything that was printed. */
  end(): string;
}

const WIDTH = 76;
const ROW = /^[\s@+~><.-]*pulumi-nodejs:dynamic\/ferry:Service (\S+)\s*(.*)$/;
const OWNER = /^ {2}(\S+) \(\S+\):$/;
/** What Pulumi puts before a row's own message: "updating (1s) [diff: ~service]; ". */
const STATUS =
  /^\**(?:creat|updat|delet|read|refresh)\w*(?: failed)?\**\s*(?:\([\d.ms]+\))?\s*(?:\[diff:[^\]]*\];?)?\s*/;
const SECTION = /^(Diagnostics|Outputs|Resources|Duration|Policies):/;
/** Messages of a row that the diagnostics have in full, and counts of them. */
const ELSEWHERE = /^(?:error: |\d+ (?:error|warning|message)|\S+ {2})/;

/**
 * Shows of Pulumi's output what a person reads, in 80 columns, as it comes, and keeps all of it. Rows of the
 * stack itself, empty lines and outputs stay out: the demo says in words what they say.
 */
export function readable(view: View, show: (line: string) => void): Readable {
  const line = reader(view, show);
  let all = "";
  let rest = "";
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

function reader(view: View, show: (line: string) => void): (line: string) => void {
  let section = "";
  let owner = "";
  let paragraph = "";
  let said = "";
  const row = (text: string): void => {
    const [, name = "", rest = ""] = ROW.exec(text) ?? [];
    const message = rest.replace(STATUS, "");
    if (name === "" || message === "" || message === said || ELSEWHERE.test(message)) return;
    said = message;
    for (const [index, part] of wrap(message, WIDTH - name.length - 2).entries()) {
      show(`${index === 0 ? name : " ".repeat(name.length)}  ${part}`);
    }
  };
  const diagnostic = (text: string): void => {
    owner = OWNER.exec(text)?.[1] ?? owner;
    if (OWNER.test(text) || !owner.endsWith("ferry:Service")) return;
    const inner = text.slice(4);
    if (/^\S/.test(inner)) paragraph = inner;
    if (wanted(view, paragraph)) for (const part of fitted(inner)) show(part);
  };
  return (text) => {
    section = SECTION.exec(text)?.[1] ?? section;
    if (text.trim() === "" || section === "Outputs") return;
    if (section === "") row(text);
    else if (section === "Diagnostics") diagnostic(text);
    else if (view !== "conflicts") show(text);
  };
}

function wanted(view: View, paragraph: string): boolean {
  const failure = paragraph.startsWith("error: ");
  if (view === "conflicts") return paragraph.startsWith("conflicts: ");
  return (view === "progress") === failure;
}

/** Ferry's own text fits already; Pulumi's errors are one long line. */
function fitted(text: string): string[] {
  const [indent = ""] = /^ */.exec(text) ?? [];
  if (text.length <= WIDTH) return [text];
  return wrap(text, WIDTH - indent.length - 2).map(
    (part, index) => `${indent}${index === 0 ? "" : "  "}${part}`,
  );
}
