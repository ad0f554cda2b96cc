import { entitled } from "../partnerships/access.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { AuditLog } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import type { EscalationStore } from "./escalation-store.ts";
import { type EscalationView, type EscalationViewStores, viewEscalation } from "./escalation-view.ts";

interface AcknowledgeStores extends EscalationViewStores {
  readonly escalations: EscalationStore;
  readonly audit: AuditLog;
}

/** Which escalation somebody wants to see; the id comes from a card and is not trusted. */
interface StewardRequest {
  readonly contactIds: readonly string[];
  readonly escalationId: string;
}

/** `refused`: there is no such thing, or it is not for this person's eyes. */
type StewardOutcome =
  | { readonly kind: "found"; readonly view: EscalationView; readonly steward: Contact }
  | { readonly kind: "refused" };

/** An escalation for a steward of either side, the first rung of the ladder (DESIGN, access). */
export async function findEscalation(
  needs: { readonly transact: Transact<EscalationViewStores> },
  request: StewardRequest,
): Promise<StewardOutcome> {
  return needs.transact((stores) => find(stores, request));
}

/** Notes that a side's steward has seen it. The first of a side counts; doing it again changes nothing. */
export async function acknowledge(
  needs: { readonly clock: Clock; readonly transact: Transact<AcknowledgeStores> },
  request: StewardRequest,
): Promise<StewardOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const found = await find(stores, request);
    if (found.kind === "refused") return found;
    const { steward, view } = found;
    const { id, partnershipId } = view.escalation;
    const seen = { escalationId: id, side: steward.side, seenBy: steward.id, seenAt: now };
    if (await stores.escalations.markSeen(seen)) {
      const entry = { partnershipId, actor: steward.id, action: "escalation.seen", subject: id };
      await stores.audit.add(entry, now);
    }
    return find(stores, request);
  });
}

async function find(stores: EscalationViewStores, request: StewardRequest): Promise<StewardOutcome> {
  const view = isId(request.escalationId) ? await viewEscalation(stores, request.escalationId) : null;
  if (view === null) return { kind: "refused" };
  const subject = { partnershipId: view.partnership.id, side: null };
  const steward = entitled(await stores.contacts.many(request.contactIds), "acknowledge escalation", subject);
  return steward === null ? { kind: "refused" } : { kind: "found", view, steward };
}
