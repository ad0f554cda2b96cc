import { createHash } from "node:crypto";
import type { Ids } from "../ports/ids.ts";
import { sfc32 } from "./chance.ts";

/** Identifiers in the form of random UUIDs (version 4) that come in the same order for the same seed. */
export function seededIds(seed: number): Ids {
  const next = sfc32(
    createHash("sha256")
      .update(JSON.stringify([seed, "ids"]))
      .digest(),
  );
  return {
    next: () => {
      const bytes = Buffer.alloc(16);
      for (let at = 0; at < 16; at += 4) bytes.writeUInt32LE(next(), at);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      const hex = bytes.toString("hex");
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        "-",
      );
    },
  };
}
