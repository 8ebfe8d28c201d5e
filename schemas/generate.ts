import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentNames, schemaText } from "./jsonSchema";

/** Writes the JSON Schemas that editors and other programs read, to `schemas/` or the directory that is named. */
function main([directory = "schemas"]: readonly string[]): void {
  for (const name of documentNames) {
    const file = join(directory, `${name}.schema.json`);
    writeFileSync(file, schemaText(name));
    process.stdout.write(`${file}\n`);
  }
}

main(process.argv.slice(2));
