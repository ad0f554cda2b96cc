import { createHash, randomInt } from "node:crypto";
import type { Account } from "../ports/chat-adapter.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import { entitled } from "./access.ts";
import type { Contact } from "./contact.ts";
import type { AuditLog, ContactStore } from "./contact-store.ts";
import type { IdentityStore } from "./identity-store.ts";

interface IdentityStores {
  readonly contacts: ContactStore;
  readonly identities: IdentityStore;
  readonly audit: AuditLog;
}

interface IdentityNeeds {
  readonly clock: Clock;
  readonly transact: Transact<IdentityStores>;
}

/** Letters and digits that are not mistaken for each other when read aloud or typed. */
const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const codeLength = 8;
const codeLife = { hours: 7 * 24 };

/** Makes a one-time code for a contact, asked for by `operator` or by that side's steward. It ends after a week. */
export async function issueCode(
  needs: IdentityNeeds,
  request: { readonly contactId: string; readonly by: "operator" | readonly string[] },
): Promise<{ readonly kind: "issued"; readonly code: string } | { readonly kind: "refused" }> {
  const now = needs.clock.now();
  const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return needs.transact(async ({ contacts, identities, audit }) => {
    const contact = isId(request.contactId) ? await contacts.get(request.contactId) : null;
    if (contact === null || contact.deactivatedAt !== null) return { kind: "refused" };
    const actor = await actorFor(contacts, request.by, "issue code", contact);
    if (actor === null) return { kind: "refused" };
    await identities.issueCode({ hash: hashOf(code), contactId: contact.id, expiresAt: now.add(codeLife) });
    await audit.add(
      { partnershipId: contact.partnershipId, actor, action: "code.issued", subject: contact.id },
      now,
    );
    return { kind: "issued", code };
  });
}

/** Claims a contact with a code typed in a chat account. The claim waits for that side's steward. */
export async function claimIdentity(
  needs: IdentityNeeds,
  claim: { readonly code: string; readonly account: Account },
): Promise<{ readonly kind: "claimed"; readonly contact: Contact } | { readonly kind: "unknown-code" }> {
  const now = needs.clock.now();
  return needs.transact(async ({ contacts, identities, audit }) => {
    const contactId = await identities.useCode(
      hashOf(claim.code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")),
      now,
    );
    const contact = contactId === null ? null : await contacts.get(contactId);
    if (contact === null) return { kind: "unknown-code" };
    const identityId = await identities.claim(contact.id, claim.account, now);
    const entry = {
      partnershipId: contact.partnershipId,
      actor: contact.id,
      action: "identity.claimed",
      subject: identityId,
    };
    await audit.add(entry, now);
    return { kind: "claimed", contact };
  });
}

/**
 * That side's steward says that the claim is right (the account may then answer) or wrong (it ends). `same-account`:
 * it already is, or claims to be, the steward or another contact on that side. Nobody becomes a colleague alone.
 */
export async function decideIdentity(
  needs: IdentityNeeds,
  decision: { readonly identityId: string; readonly by: readonly string[]; readonly isRight: boolean },
): Promise<{ readonly kind: "confirmed" | "revoked" | "refused" | "same-account" }> {
  const now = needs.clock.now();
  return needs.transact(async ({ contacts, identities, audit }) => {
    const identity = isId(decision.identityId) ? await identities.get(decision.identityId) : null;
    const contact = identity === null ? null : await contacts.get(identity.contactId);
    if (identity === null || contact === null) return { kind: "refused" };
    const actor = await actorFor(contacts, decision.by, "confirm identity", contact);
    // Nobody vouches for an account of their own.
    if (actor === null || actor === contact.id) return { kind: "refused" };
    const { platform, account: id, through } = identity;
    const account = { platform, id, ...(through === null ? {} : { through }) };
    if (decision.isRight) {
      const others = (await identities.claimedBy(account)).filter((id) => id !== contact.id);
      const isTaken = (await contacts.many(others)).some(
        ({ id, partnershipId, side }) =>
          decision.by.includes(id) || (partnershipId === contact.partnershipId && side === contact.side),
      );
      if (isTaken) return { kind: "same-account" };
    }
    const changed = decision.isRight
      ? await identities.confirm(identity.id, actor, now)
      : await identities.revoke(identity.id, now);
    if (!changed) return { kind: "refused" };
    if (decision.isRight) await identities.addRoute(contact.id, account);
    const kind = decision.isRight ? "confirmed" : "revoked";
    await audit.add(
      { partnershipId: contact.partnershipId, actor, action: `identity.${kind}`, subject: identity.id },
      now,
    );
    return { kind };
  });
}

async function actorFor(
  contacts: ContactStore,
  by: "operator" | readonly string[],
  act: "issue code" | "confirm identity",
  contact: Contact,
): Promise<string | null> {
  if (by === "operator") return "operator";
  return entitled(await contacts.many(by), act, contact)?.id ?? null;
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
