import { hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { RapportError } from "../../src/errors.ts";
import type { Vault } from "../../src/ports/vault.ts";

/** What keeps this key apart from all others that come from the same secret. */
const label = "rapport/vault/1";
const accepted = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };

/**
 * A vault of compact JWE texts (`dir`, A256GCM). The key comes from the installation's secret by HKDF-SHA256; the row
 * stands in the protected header, so that a text copied to another row does not open. The secret is asked for when it
 * is needed first; what its reading rejects with is passed on.
 */
export function createJweVault(secret: () => Promise<string>): Vault {
  let known: Promise<Uint8Array> | null = null;
  const key = () => {
    known ??= secret().then(keyOf);
    known.catch(() => {
      known = null;
    });
    return known;
  };
  return {
    async seal(plain, boundTo) {
      return new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", row: boundTo })
        .encrypt(await key());
    },
    async open(sealed, boundTo) {
      const own = await key();
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, own, accepted).catch((cause) => {
        throw unreadable(boundTo, cause);
      });
      if (protectedHeader.row !== boundTo) throw unreadable(boundTo);
      return new TextDecoder().decode(plaintext);
    },
  };
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", label, 32));
}

function unreadable(row: string, cause?: unknown): RapportError {
  return new RapportError(
    "vault.unreadable",
    `The credentials of installation ${row} cannot be read. Fix: start Rapport with the RAPPORT_SECRET with which they were saved, or connect that workspace again.`,
    { cause },
  );
}
