import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentNames, schemaText } from "./jsonSchema";

/** `node dist/schemas/generate.js <directory>` writes the JSON Schemas that editors and other programs read. */
function main([directory]: readonly string[]): void {
  if (directory === undefined) throw new Error("Name the directory to write to: generate.js schemas");
  for (const name of documentNames) {
    const file = join(directory, `${name}.schema.json`);
    writeFileSync(file, schemaText(name));
    process.stdout.write(`${file}\n`);
  }
}

main(process.argv.slice(2));
