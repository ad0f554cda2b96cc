import { CompactEncrypt } from "jose";
import { describe, expect, test } from "vitest";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import { RapportError } from "../../../src/errors.ts";

const vault = createJweVault(async () => "s".repeat(40));
const row = "00000000-0000-4000-8000-000000000001";
const other = "00000000-0000-4000-8000-000000000002";

describe("a vault", () => {
  test("gives back what was sealed, also signs of every script, and shows nothing of it", async () => {
    const plain = JSON.stringify({ botToken: "xoxb-canary", name: "Zoë 🗝" });
    const sealed = await vault.seal(plain, row);
    expect(sealed).not.toContain("canary");
    expect(Buffer.from(sealed.split(".").join(""), "base64url").toString("latin1")).not.toContain("canary");
    expect(await vault.open(sealed, row)).toBe(plain);
  });

  test("seals the same text differently each time", async () => {
    expect(await vault.seal("same", row)).not.toBe(await vault.seal("same", row));
  });

  test("opens with the same secret in another process", async () => {
    const elsewhere = createJweVault(async () => "s".repeat(40));
    expect(await elsewhere.open(await vault.seal("plain", row), row)).toBe("plain");
  });

  test("asks for the secret again after it could not be read", async () => {
    const failure = new RapportError("secret.unusable", "The secret cannot be read.");
    let asked = 0;
    const late = createJweVault(async () => {
      asked += 1;
      if (asked === 1) throw failure;
      return "s".repeat(40);
    });
    await expect(late.seal("plain", row)).rejects.toBe(failure);
    expect(await vault.open(await late.seal("plain", row), row)).toBe("plain");
    expect(asked).toBe(2);
  });
});

describe("what does not open says which secret it takes", () => {
  const cases: readonly [string, () => Promise<string>][] = [
    ["another secret", () => createJweVault(async () => "t".repeat(40)).seal("canary", row)],
    ["another row's text", () => vault.seal("canary", other)],
    ["a changed byte", async () => swapped(await vault.seal("canary", row))],
    ["a row that was changed in the header", async () => withHeader(await vault.seal("canary", other))],
    ["no sealed text", async () => "canary"],
    ["an empty text", async () => ""],
    ["a text under another algorithm", () => sealedOtherwise()],
  ];
  test.each(cases)("%s", async (_case, make) => {
    const opening = vault.open(await make(), row);
    await expect(opening).rejects.toMatchObject({ name: "RapportError", code: "vault.unreadable" });
    const { message } = (await opening.catch((error: unknown) => error)) as Error;
    expect(message).toContain("RAPPORT_SECRET");
    expect(message).toContain(row);
    expect(message).not.toContain("canary");
  });
});

function swapped(sealed: string): string {
  const parts = sealed.split(".");
  const text = parts[3] ?? "";
  parts[3] = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
  return parts.join(".");
}

function withHeader(sealed: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "dir", enc: "A256GCM", row })).toString("base64url");
  return [header, ...sealed.split(".").slice(1)].join(".");
}

function sealedOtherwise(): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode("canary"))
    .setProtectedHeader({ alg: "dir", enc: "A128GCM", row })
    .encrypt(new Uint8Array(16));
}
