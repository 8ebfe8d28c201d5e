import { must, run } from "../../program/setup/spawn";

/** What cannot be removed for its flags, which chattr takes from files and directories alone. */
const HELD = ["(", "-type", "f", "-o", "-type", "d", ")"];

/**
 * Removes a tree whatever hosts have made in it: rm and find enter directories one by one, so that paths may be longer
 * than a system call takes, and what is immutable or append-only is made removable. Throws where something stays.
 */
export async function removeTree(directory: string): Promise<void> {
  const removal = ["rm", "-rf", "--", directory];
  if ((await run(removal)).code === 0) return;
  await run(["find", directory, ...HELD, "-execdir", "chattr", "-f", "-i", "-a", "--", "{}", "+"]);
  await must(removal);
}
