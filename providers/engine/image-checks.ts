import type { ImageDecision } from "../kinds/images";
import type { Check } from "../model/service";

/** Is every image on the target, or on its way there? `from` and `to` are the hosts' names. */
export function imageChecks(images: readonly ImageDecision[], from: string, to: string): Check[] {
  if (images.length === 0) return [];
  const missing = images.filter((image) => image.how === "missing");
  const here = missing.length > 0 ? missing.map((image) => nowhere(image, from, to)) : [ways(images)];
  return [...here, ...images.flatMap((image) => (image.replaces ? [renamed(image, from, to)] : []))];
}

function ways(images: readonly ImageDecision[]): Check {
  const counts = (["present", "pull", "copy"] as const).map(
    (how) => [how, images.filter((image) => image.how === how).length] as const,
  );
  const text = counts
    .filter(([, count]) => count !== 0)
    .map(([how, count]) => `${count} ${how === "present" ? "present" : `to ${how}`}`);
  return { name: "images", outcome: "pass", text: text.join(", ") };
}

const nowhere = ({ name }: ImageDecision, from: string, to: string): Check => ({
  name: "images",
  outcome: "fail",
  text: `${name} is neither on ${from} nor on ${to}, and no registry gives it`,
  remedy: `Build or pull ${name} on ${from}, or push it to a registry that ${to} reaches.`,
});

/** A name means one image a host: whatever starts from it there later starts from the new one. */
const renamed = ({ name, replaces = "" }: ImageDecision, from: string, to: string): Check => ({
  name: "images",
  outcome: "warn",
  text: `on ${to}, ${name} means another image than on ${from} (${shortId(replaces)}); the move gives it ${from}'s meaning`,
  remedy: `If another service on ${to} starts from ${name}, give one of the two images a tag of its own.`,
});

/** "sha256:0123456789ab…" as `docker images` shows it. */
const shortId = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);
