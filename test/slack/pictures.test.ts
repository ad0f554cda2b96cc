import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { drawMessage } from "../../adapters/slack/draw/draw-message.ts";
import { readPrompts } from "../../src/prompts.ts";
import { aStatusCard } from "../adapters/web/sample-cards.ts";
import { drawPicture } from "./pictures.ts";

it("a message becomes a picture as wide as asked, with its table", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rapport-picture-"));
  try {
    const file = join(folder, "status.png");
    const message = drawMessage(aStatusCard(), { words: readPrompts().wordsFor("en"), absolute: undefined });
    await drawPicture(message, file, { title: "Status", width: 390 });
    const png = await readFile(file);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(390);
    expect(png.length).toBeGreaterThan(10_000);
  } finally {
    await rm(folder, { recursive: true });
  }
});
