import { describe, expect, it } from "vitest";
import type { Move, StepProgress } from "../../../providers/engine/move";
import { bringImages } from "../../../providers/engine/steps/images";
import { Way } from "../../../providers/engine/way";
import { chainsOf } from "../../../providers/facts/image-layers";
import type { ImageDecision } from "../../../providers/kinds/images";
import type { CarryOptions, Channel } from "../../../providers/model/channel";
import type { Command } from "../../../providers/model/command";
import type { Transfer } from "../../../providers/model/mover";

const LAYERS = ["sha256:base", "sha256:lib", "sha256:top"];

const copied = (name: string, more: Partial<ImageDecision> = {}): ImageDecision => ({
  name,
  how: "copy",
  bytes: 100,
  id: `sha256:${name}`,
  copy: { codec: "zstd", filter: true, layers: LAYERS },
  ...more,
});

interface World {
  readonly images: readonly ImageDecision[];
  /** What the target has: layers, and after the copy images by their ids. */
  readonly held?: readonly (readonly string[])[];
  readonly arrived?: readonly string[];
  /** One after the other: what a transfer ends with. */
  readonly ends?: readonly (Error | undefined)[];
}

/** A move of which only the images are real. */
function makeMove({ images, held = [], arrived, ends = [] }: World) {
  const sent: { left: string[]; ids: string[] }[] = [];
  const asked: string[] = [];
  const notes: string[] = [];
  const present = arrived ?? images.map(({ id }) => id ?? "");
  const run = async ({ argv }: Command) => {
    const line = argv.join(" ");
    asked.push(line);
    if (line.includes("image ls"))
      return { code: 0, stdout: held.map((each) => `${JSON.stringify(each)}\n`).join(""), stderr: "" };
    const found = present.filter((id) => argv.includes(id)).map((Id) => ({ Id }));
    return { code: 1, stdout: JSON.stringify(found), stderr: "Error: No such image: x" };
  };
  const told: Partial<StepProgress>[] = [];
  const carry = async ({ send }: Transfer, { onBytes }: CarryOptions) => {
    onBytes?.(3);
    const left = (send.stdin ?? "").split("\n").filter(Boolean);
    sent.push({ left: left.map((each) => each.split(" ")[1] ?? ""), ids: send.argv.slice(6) });
    const end = ends[sent.length - 1];
    if (end) throw end;
    return { bytes: 1, seconds: 1 };
  };
  const move = {
    images,
    plan: { from: "alpha", to: "beta" },
    target: { host: { name: "beta", root: "" }, run },
    way: new Way(async () => ({ carry }) as unknown as Channel),
    controls: { signal: new AbortController().signal },
    took: { bytes: 0 },
    log: {
      progress: (progress: StepProgress) => told.push(progress),
      note: (text: string) => notes.push(text),
    },
  } as unknown as Move;
  return { move, sent, notes, asked, told };
}

const refused = new Error("beta: open layer.tar: no such file or directory");

describe("bringing images to the target", () => {
  it("sends all of a service in one archive, without the layers that the target has by now", async () => {
    const { move, sent, notes } = makeMove({
      images: [copied("web"), copied("job")],
      held: [LAYERS.slice(0, 2)],
    });
    await bringImages(move);
    expect(sent).toEqual([{ left: ["base", "lib"], ids: ["sha256:web", "sha256:job"] }]);
    expect(notes).toEqual([
      "image web copied from alpha by 1 of 3 layers",
      "image job copied from alpha by 0 of 3 layers",
    ]);
  });

  it("sends all of them where the target does not take less, and says so", async () => {
    const { move, sent, notes } = makeMove({ images: [copied("web")], held: [LAYERS], ends: [refused] });
    await bringImages(move);
    expect(sent.map(({ left }) => left.length)).toEqual([3, 0]);
    expect(notes[0]).toContain("beta did not take the images by layers");
    expect(notes[1]).toBe("image web copied from alpha");
  });

  it("does not send again what was whole, nor over a link that broke", async () => {
    const whole = makeMove({ images: [copied("web")], ends: [refused] });
    await expect(bringImages(whole.move)).rejects.toBe(refused);
    const broken = Object.assign(new Error("the connection was lost"), { interruption: true });
    const cut = makeMove({ images: [copied("web")], held: [LAYERS], ends: [broken] });
    await expect(bringImages(cut.move)).rejects.toBe(broken);
    expect([whole.sent.length, cut.sent.length]).toEqual([1, 1]);
  });

  it("fails where an image is not there with the source's id afterwards", async () => {
    const { move } = makeMove({ images: [copied("web")], held: [LAYERS], arrived: ["sha256:other"] });
    await expect(bringImages(move)).rejects.toThrow("The image web did not arrive as it is on the source.");
  });

  it("asks for no layers and leaves none out where the source has no python3", async () => {
    const copy = { codec: "gzip", filter: false, layers: LAYERS } as const;
    const { move, sent, asked } = makeMove({ images: [copied("web", { copy })], held: [LAYERS] });
    await bringImages(move);
    expect(sent[0]?.left).toEqual([]);
    expect(asked.filter((line) => line.includes("image ls"))).toEqual([]);
  });

  it("sends images one by one between stores that name them differently", async () => {
    const copy = { codec: "zstd", filter: false } as const;
    const { move, sent } = makeMove({ images: [copied("web", { copy }), copied("job", { copy })] });
    await bringImages(move);
    expect(sent).toHaveLength(2);
  });

  it("tells how far it is, of what the plan says", async () => {
    const layers = { lacking: 1, of: 3, bytes: 12 };
    const { move, told } = makeMove({ images: [copied("web", { layers })], held: [LAYERS.slice(0, 2)] });
    await bringImages(move);
    expect(told).toMatchObject([{ step: "stage", text: "image web", bytes: 3, totalBytes: 12, share: 0.25 }]);
  });

  it("needs chain ids, so that the same files on top of others travel", async () => {
    const [, lib = "", top = ""] = LAYERS;
    expect(chainsOf([lib, top])).not.toContain(chainsOf(LAYERS)[2]);
    const { move, sent } = makeMove({ images: [copied("web")], held: [[lib, top]] });
    await bringImages(move);
    expect(sent[0]?.left).toEqual([]);
  });
});
