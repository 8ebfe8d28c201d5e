import { type Form, form } from "./form";

const SLIPS = [
  [/[\r\n]/, "holds a line break"],
  [/^-/, 'begins with "-", which a command would take for an option'],
  [/\s/, "holds a space"],
  [/["'`]/, "holds a quote"],
  [/[\p{Cc}\p{Cf}]/u, "holds a character that does not show"],
  [/[/\\]/, "holds a slash, and would become a path"],
] as const;

/** A name without what is refused: "My shop" becomes "my-shop". */
function slug(allowed: RegExp): (text: string) => string | undefined {
  return (text) => {
    const tidy = text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(allowed, "-")
      .slice(0, 63)
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
    return tidy === "" ? undefined : tidy;
  };
}

/** Hosts, proxies and services. */
export const nameForm: Form = form(
  "Names become parts of file names, units and labels on the hosts, so they hold 1 to 63 lower-case letters, " +
    "digits, dots, dashes and underscores, and begin and end with a letter or digit",
  [
    ...SLIPS,
    [/[A-Z]/, "holds an upper-case letter"],
    [/[^a-z0-9._-]/, "holds a character that a name may not have"],
    [/^.{64}/, "is longer than 63 characters"],
  ],
  "does not begin and end with a letter or digit",
  slug(/[^a-z0-9._-]+/g),
);

export const projectForm: Form = form(
  "Compose allows lower-case letters, digits, dashes and underscores, beginning with a letter or digit",
  [...SLIPS, [/[A-Z]/, "holds an upper-case letter"]],
  "is no name of a Compose project",
  slug(/[^a-z0-9_-]+/g),
);

export const containerForm: Form = form(
  "Docker allows letters, digits, dots, dashes and underscores, beginning with a letter or digit",
  SLIPS,
  "is no name of a container",
);

/** Networks, and the drivers of networks. */
export const dockerNameForm: Form = form(
  "Docker allows letters, digits, dots, dashes and underscores, beginning with a letter or digit",
  [...SLIPS, [/^.{129}/, "is longer than 128 characters"]],
  "is no name that Docker takes",
);
