import type { Assessment } from "../model/plan";
import { DETAILS } from "./markdown/detail";
import { html, prose } from "./markdown/escape";
import { serviceBlock } from "./markdown/service";
import { tally } from "./summary";

/** GitHub refuses comments over 65,536 characters; GitLab and Gitea allow more. */
export const MARKDOWN_LIMIT = 60_000;

export interface MarkdownOptions {
  /** The stack's name. */
  readonly stack: string;
  /** The most characters (and bytes) the text may have. */
  readonly limit?: number;
}

/**
 * What would be done for all services, as a comment on a pull request. Where it would be too long, the largest
 * services are shown in less detail, until it fits; it says so wherever something is left out.
 */
export function renderMarkdown(assessments: readonly Assessment[], options: MarkdownOptions): string {
  const limit = options.limit ?? MARKDOWN_LIMIT;
  const head = opening(assessments, options.stack);
  const changes = assessments.filter((one) => one.action !== "none");
  const same = assessments.filter((one) => one.action === "none");
  // So many services cannot all be shown in full: making them so would be time for nothing.
  const level = Math.min(DETAILS.length - 1, Math.floor(Math.log10(Math.max(1, changes.length))));
  const blocks = [
    ...changes.map((one) => new Shrinking(one, "\n", level)),
    // Unchanged services are one list: only its first entry needs the empty line before it.
    ...same.map((one, index) => new Shrinking(one, index === 0 ? "\n" : "", level)),
  ];
  const room = limit - size(head) - ROOM_FOR_NOTE;
  shrinkTo(room, blocks);
  return head + fitting(blocks, room);
}

/** Takes detail away, from those first that take more than their share, until all fit or nothing is left to take. */
function shrinkTo(room: number, blocks: readonly Shrinking[]): void {
  const share = room / blocks.length;
  while (blocks.reduce((total, each) => total + each.size, 0) > room) {
    const able = blocks.filter((each) => each.shrinks);
    const large = able.filter((each) => each.size > share);
    if (able.length === 0) return;
    for (const each of large.length > 0 ? large : able) each.shrink();
  }
}

/** Bytes kept for the line that says how many services are left out. */
const ROOM_FOR_NOTE = 200;

function opening(assessments: readonly Assessment[], stack: string): string {
  // The first line lets a workflow find the comment that it wrote before.
  const marker = `<!-- ferry plan ${html(stack).replaceAll("-", "&#45;")} -->`;
  return [marker, `## Ferry plan for ${prose(stack, 100)}`, "", `${tally(assessments)}.`, ""].join("\n");
}

function fitting(blocks: readonly Shrinking[], room: number): string {
  let text = "";
  let shown = 0;
  for (const block of blocks) {
    if (size(text) + block.size > room) break;
    text += block.text;
    shown++;
  }
  const rest = blocks.length - shown;
  if (rest === 0) return text;
  return `${text}\nAnd ${rest} more ${rest === 1 ? "service" : "services"}: see \`ferry plan\`.\n`;
}

/** A service's text, which can be made again in less detail. */
class Shrinking {
  text: string;
  size: number;

  constructor(
    private readonly assessment: Assessment,
    private readonly before: string,
    private level: number,
  ) {
    this.text = this.made();
    this.size = size(this.text);
  }

  get shrinks(): boolean {
    return this.level < DETAILS.length - 1;
  }

  shrink(): void {
    this.level++;
    this.text = this.made();
    this.size = size(this.text);
  }

  private made(): string {
    const detail = DETAILS[this.level] ?? DETAILS[DETAILS.length - 1];
    if (detail === undefined) return "";
    const lines = serviceBlock(this.assessment, detail);
    return `${this.before}${lines.join("\n")}\n`;
  }
}

/** Bytes in UTF-8, which are never fewer than characters. */
function size(text: string): number {
  return Buffer.byteLength(text);
}
