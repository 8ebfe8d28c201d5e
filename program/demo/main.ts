import { join } from "node:path";
import { ensurePulumi } from "../setup/pulumi";
import { repository } from "../setup/repository";
import { acts } from "./acts";
import { type Narrator, narrator } from "./narrate";
import { type DemoPulumi, makePulumi } from "./pulumi-command";
import { makeSite, type RunningSite } from "./site";
import { DemoFailed } from "./stage";

const INTERRUPTED = 130;

/** What is there to be cleaned up, as far as it has got. */
interface Scene {
  site?: RunningSite;
  pulumi?: DemoPulumi;
  interrupted?: true;
}

async function main(): Promise<void> {
  const scene: Scene = {};
  const words = narrator(process.stdout);
  onInterrupt(scene);
  try {
    await play(scene, words);
  } catch (error) {
    if (scene.interrupted) return;
    words.found(false, error instanceof Error ? error.message : String(error));
    if (!(error instanceof DemoFailed) && process.env.DEBUG) console.error(error);
    process.exitCode = 1;
  } finally {
    scene.site?.stop();
  }
}

async function play(scene: Scene, words: Narrator): Promise<void> {
  const began = performance.now();
  const checkout = repository();
  const directory = join(checkout, ".demo");
  words.say(
    "Ferry moves running services between servers. This demo needs no servers: everything happens below .demo/.",
  );
  const installation = await ensurePulumi((line) => words.show([line]));
  if (!installation.languageHost) {
    words.say(
      "(Pulumi's own Node.js language host is not installed here: a stand-in for it runs the program.)",
    );
  }
  const site = await makeSite(directory, join(checkout, "dist/program/demo/site"));
  scene.site = site;
  const pulumi = await makePulumi(checkout, directory, installation, (line) => words.show([line]));
  scene.pulumi = pulumi;
  const stage = { site, pulumi, narrator: words, acknowledged: [] };
  for (const act of acts) await act(stage);
  epilogue(words, (performance.now() - began) / 1000);
}

function epilogue(words: Narrator, seconds: number): void {
  words.act("What to try next");
  words.show([
    "npm run demo                once more: everything it started has been stopped",
    ".demo/stacks/demo.yaml      the stack file that it ended with",
    "schemas/example.yaml        every setting, with its reason",
    "stacks/                     for your own services; then: pulumi preview",
    "npx ferry doctor            what is missing on this machine and your hosts",
  ]);
  words.say(`The demo took ${Math.round(seconds)} s.`);
}

/** Ctrl-C ends the command under way and what was started; a second one does not wait for it. */
function onInterrupt(scene: Scene): void {
  const end = async (): Promise<void> => {
    if (scene.interrupted) process.exit(INTERRUPTED);
    scene.interrupted = true;
    process.stdout.write("\nStopping what the demo started...\n");
    await scene.pulumi?.cancel();
    scene.site?.stop();
    process.exit(INTERRUPTED);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());
}

void main();
