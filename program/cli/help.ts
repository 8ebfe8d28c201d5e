import { COMMANDS, type CommandDecl, OPTIONS, type OptionDecl } from "./commands";
import { EXIT_MEANINGS } from "./exit-codes";

/** What `ferry --help` prints. */
export function helpText(): string {
  const commands = Object.entries<CommandDecl>(COMMANDS).map(([name, decl]) => [
    [name, decl.arguments].filter(Boolean).join(" "),
    decl.help,
  ]);
  const options = Object.entries<OptionDecl>(OPTIONS).map(([name, decl]) => [
    `${decl.short === undefined ? "    " : `-${decl.short}, `}--${[name, decl.value].filter(Boolean).join(" ")}`,
    decl.help,
  ]);
  const codes = EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning]);
  return [
    "ferry moves running services between servers, by declaration",
    "",
    "usage: ferry COMMAND [OPTION...]",
    ...section("commands", commands),
    ...section("options", options),
    ...section("exit codes", codes),
    "",
    "NO_COLOR=1 turns colours off. FERRY_DEBUG=1 shows whole errors.",
    "",
  ].join("\n");
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first = ""]) => first.length));
  return ["", title, ...rows.map(([first = "", second = ""]) => `  ${first.padEnd(width)}  ${second}`)];
}
