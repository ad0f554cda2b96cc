import type { Temporal } from "temporal-polyfill";
import { entitled } from "../partnerships/access.ts";
import type { AuditLog, ContactStore } from "../partnerships/contact-store.ts";
import type { LinkStore } from "../partnerships/identity-store.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import type { InvitationStore } from "./invitation-store.ts";

interface LinkStores {
  readonly contacts: ContactStore;
  readonly invitations: InvitationStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
}

export type HandOverOutcome =
  | {
      readonly kind: "made";
      readonly opens: "check-in" | "introduction" | "pages";
      readonly path: string;
      readonly name: string;
      readonly expiresAt: Temporal.Instant;
    }
  | { readonly kind: "refused" };

const introductionLife = { hours: 14 * 24 };
const pagesLife = { hours: 24 };

/**
 * A signed link that a steward hands to somebody of their own side who cannot be reached otherwise: to the open
 * check-in, to the introduction while that is unanswered, or else to their pages. Each one is in the audit log.
 */
export async function makeHandOverLink(
  needs: { readonly clock: Clock; readonly transact: Transact<LinkStores> },
  request: { readonly contactId: string; readonly by: "operator" | readonly string[] },
): Promise<HandOverOutcome> {
  const now = needs.clock.now();
  return needs.transact(async ({ contacts, invitations, links, audit }) => {
    const contact = isId(request.contactId) ? await contacts.get(request.contactId) : null;
    if (contact === null || contact.deactivatedAt !== null) return { kind: "refused" };
    const actor =
      request.by === "operator"
        ? "operator"
        : (entitled(await contacts.many(request.by), "hand over link", contact)?.id ?? null);
    if (actor === null) return { kind: "refused" };
    const entry = {
      partnershipId: contact.partnershipId,
      actor,
      action: "link.handed-over",
      subject: contact.id,
    };
    if (contact.consentedAt === null && contact.declinedAt === null) {
      const expiresAt = now.add(introductionLife);
      const path = await links.makeForPages({ contactId: contact.id, path: "/welcome", expiresAt });
      await audit.add(entry, now);
      return { kind: "made", opens: "introduction", path, name: contact.name, expiresAt };
    }
    const [open] = await invitations.openOf([contact.id], now);
    await audit.add(entry, now);
    if (open === undefined) {
      const expiresAt = now.add(pagesLife);
      const path = await links.makeForPages({ contactId: contact.id, path: "/status", expiresAt });
      return { kind: "made", opens: "pages", path, name: contact.name, expiresAt };
    }
    const path = await links.make({ contactId: contact.id, invitationId: open.id, expiresAt: open.closesAt });
    return { kind: "made", opens: "check-in", path, name: contact.name, expiresAt: open.closesAt };
  });
}
