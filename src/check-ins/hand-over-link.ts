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
      readonly opens: "check-in" | "introduction";
      readonly path: string;
      readonly name: string;
      readonly expiresAt: Temporal.Instant;
    }
  /** They said no, paused, or another of their routes works. */
  | { readonly kind: "not-needed"; readonly name: string }
  /** There is neither an unanswered introduction nor an open check-in. */
  | { readonly kind: "nothing-open"; readonly name: string }
  | { readonly kind: "refused" };

const introductionLife = { hours: 14 * 24 };

/**
 * A signed link that a steward hands to somebody of their own side who cannot be reached otherwise: to the open
 * check-in, or to the introduction while that is unanswered; never to pages with what the person said. It is marked
 * as handed over, so that who opens it first sees no earlier answer. Each one is in the audit log.
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
    const { name } = contact;
    const routes = await contacts.routesOf([contact.id]);
    const isReached = routes.some(({ platform, state }) => platform !== "web" && state === "ok");
    if (contact.declinedAt !== null || contact.pausedAt !== null || isReached)
      return { kind: "not-needed", name };
    const entry = {
      partnershipId: contact.partnershipId,
      actor,
      action: "link.handed-over",
      subject: contact.id,
    };
    const marked = { contactId: contact.id, handedOver: true as const };
    if (contact.consentedAt === null) {
      const expiresAt = now.add(introductionLife);
      const path = await links.makeForPages({ ...marked, path: "/welcome", expiresAt });
      await audit.add(entry, now);
      return { kind: "made", opens: "introduction", path, name, expiresAt };
    }
    const [open] = await invitations.openOf([contact.id], now);
    if (open === undefined) return { kind: "nothing-open", name };
    const expiresAt = open.closesAt;
    const path = await links.make({ ...marked, invitationId: open.id, expiresAt });
    await audit.add(entry, now);
    return { kind: "made", opens: "check-in", path, name, expiresAt };
  });
}
