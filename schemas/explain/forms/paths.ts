import { type Form, form } from "./form";

const UP = [/(?:^|\/)\.\.(?:\/|$)/, 'holds "..", which may lead out of the directory that is meant'] as const;
const CONTROL = [/\p{Cc}/u, "holds a line break or another character that does not show"] as const;
const HOME = [/^~/, 'begins with "~", which no shell is there to expand'] as const;
const DASH = [/^-/, 'begins with "-", which a command would take for an option'] as const;

/** What a path with `..` comes to, read as text; a suggestion, never taken without asking. */
function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/\p{Cc}+/gu, "").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export const absoluteForm: Form = form(
  'Paths on a host begin with "/" and hold no ".."',
  [CONTROL, HOME, UP, [/^[^/]/, "is no absolute path"]],
  "is no path",
  (text) => {
    if (text === "" || /^[~-]/.test(text)) return undefined;
    return clean(text);
  },
);

export const relativeForm: Form = form(
  'Paths in this list lie below the directory and hold no ".."',
  [CONTROL, HOME, DASH, UP, [/^\//, "is an absolute path"]],
  "is no path",
);

export const localForm: Form = form(
  'A directory on this machine: an absolute path, or one below the project\'s directory, without ".."',
  [CONTROL, HOME, DASH, UP],
  "is no path",
);

export const globForm: Form = form(
  "Patterns are relative to the dataset, or absolute for a bind mount's files: uploads/**, *.log, cache/*",
  [
    CONTROL,
    UP,
    [/\/$/, 'ends with "/", and would match no file'],
    [/^!/, 'begins with "!", which would turn the list into its opposite'],
    [/^.{1025}/, "is longer than 1024 characters"],
  ],
  "is no pattern",
  (text) => {
    if (UP[0].test(text)) return undefined;
    const tidy = text.replace(/^!/, "");
    return /^[^/].*\/$/.test(tidy) ? `${tidy.replace(/\/+$/, "")}/**` : undefined;
  },
);

export const httpForm: Form = form(
  'A path of the service, such as "/healthz"',
  [
    [/^https?:/i, "is a whole address; the host and the port are known already"],
    [/\s/, "holds a space"],
    [/^[^/]/, 'does not begin with "/"'],
  ],
  "is no path of a web service",
  (text) => {
    const path = text.replace(/^https?:\/\/[^/]*/i, "").replace(/[\s\p{Cc}]+/gu, "");
    return path.startsWith("/") ? path : `/${path}`;
  },
);
