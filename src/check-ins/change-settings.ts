import type { MessageStore } from "../messages/message-store.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { AuditLog, ContactChange, ContactStore } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import { bringBackCards } from "./bring-back-cards.ts";
import type { InvitationStore } from "./invitation-store.ts";

interface SettingsStores {
  readonly contacts: ContactStore;
  readonly messages: MessageStore;
  readonly invitations: InvitationStore;
  readonly audit: AuditLog;
}

/** One choice of the person about how they are asked. */
export type SettingsChange =
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "away"; readonly until: Contact["awayUntil"] }
  | { readonly kind: "cadence"; readonly cadence: Contact["cadence"] }
  | { readonly kind: "time-zone"; readonly timeZone: string }
  | { readonly kind: "check-in-time"; readonly checkInAt: Contact["checkInAt"] }
  | { readonly kind: "small-side-consent"; readonly isGiven: boolean };

/**
 * Applies a choice to all contacts that the person is and returns them as they now are. A pause also cancels what
 * waits to be sent; nothing else that the person said is touched.
 */
export async function changeSettings(
  needs: { readonly clock: Clock; readonly transact: Transact<SettingsStores> },
  request: { readonly contactIds: readonly string[]; readonly change: SettingsChange },
): Promise<readonly Contact[]> {
  const now = needs.clock.now();
  const change = fieldsOf(request.change, now);
  return needs.transact(async ({ contacts, messages, invitations, audit }) => {
    const mine = (await contacts.many(request.contactIds)).filter(
      (contact) => contact.deactivatedAt === null,
    );
    for (const contact of mine) {
      await contacts.change(contact.id, change);
      if (request.change.kind === "pause") await messages.cancelForContact(contact.id, "paused");
      if (request.change.kind === "resume") await bringBackCards({ invitations, messages }, contact, now);
      const action = `settings.${request.change.kind}`;
      await audit.add(
        { partnershipId: contact.partnershipId, actor: contact.id, action, subject: contact.id },
        now,
      );
    }
    return contacts.many(mine.map((contact) => contact.id));
  });
}

function fieldsOf(change: SettingsChange, now: NonNullable<Contact["pausedAt"]>): ContactChange {
  switch (change.kind) {
    case "pause":
      return { pausedAt: now };
    case "resume":
      return { pausedAt: null };
    case "away":
      return { awayUntil: change.until };
    case "cadence":
      return { cadence: change.cadence, cadenceSetBy: "contact" };
    case "time-zone":
      return { timeZone: change.timeZone };
    case "check-in-time":
      return { checkInAt: change.checkInAt };
    case "small-side-consent":
      return { smallSideConsentAt: change.isGiven ? now : null };
  }
}
