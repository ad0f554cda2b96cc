import type { Temporal } from "temporal-polyfill";
import type { Contact } from "../partnerships/contact.ts";
import type { AuditLog } from "../partnerships/contact-store.ts";
import type { Transact } from "../ports/transaction.ts";
import { bringBackCards } from "./bring-back-cards.ts";
import { inviteContacts } from "./invite-contacts.ts";
import type { OpenRoundNeeds } from "./open-round.ts";
import type { RoundStores } from "./round-stores.ts";

export type IntroductionAnswer = "start" | "later" | "not-me";

export type IntroductionOutcome =
  | {
      readonly kind: "started";
      readonly contact: Contact;
      readonly invited: boolean;
      readonly sideSize: number;
    }
  | { readonly kind: "later"; readonly contact: Contact; readonly asksAgain: boolean }
  | { readonly kind: "declined"; readonly contact: Contact }
  | { readonly kind: "refused" };

const laterWait = { hours: 7 * 24 };

/**
 * The person's answer to the introduction. *Start* is the consent before any question and brings the open round's
 * card; *Another time* asks again once, a week later; *Not me* ends it until they change their mind.
 */
export async function respondToIntroduction(
  needs: Omit<OpenRoundNeeds, "transact"> & {
    readonly transact: Transact<RoundStores & { readonly audit: AuditLog }>;
  },
  response: {
    readonly contactIds: readonly string[];
    readonly contactId: string;
    readonly answer: IntroductionAnswer;
  },
): Promise<IntroductionOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const contact = response.contactIds.includes(response.contactId)
      ? await stores.contacts.get(response.contactId)
      : null;
    if (contact === null || contact.deactivatedAt !== null) return { kind: "refused" };
    const entry = { partnershipId: contact.partnershipId, actor: contact.id, subject: contact.id };
    if (response.answer === "not-me") {
      await stores.contacts.change(contact.id, { declinedAt: contact.declinedAt ?? now, consentedAt: null });
      await stores.messages.cancelForContact(contact.id, "declined");
      await stores.audit.add({ ...entry, action: "consent.declined" }, now);
      return { kind: "declined", contact };
    }
    if (response.answer === "later") {
      const again = now.add(laterWait);
      const about = {
        partnershipId: contact.partnershipId,
        contactId: contact.id,
        post: null,
        subjectId: contact.id,
      };
      const added = await stores.messages.add([
        {
          ...about,
          key: `introduction:${contact.id}:again`,
          purpose: "introduction",
          dueAt: again,
          expiresAt: null,
        },
      ]);
      return { kind: "later", contact, asksAgain: added > 0 };
    }
    await stores.contacts.change(contact.id, {
      consentedAt: contact.consentedAt ?? now,
      declinedAt: null,
      pausedAt: null,
      introducedAt: contact.introducedAt ?? now,
    });
    await stores.audit.add({ ...entry, action: "consent.given" }, now);
    return joinOpenRound(
      { ...needs, stores, now },
      { ...contact, consentedAt: now, declinedAt: null, pausedAt: null },
    );
  });
}

async function joinOpenRound(
  needs: Omit<OpenRoundNeeds, "transact" | "clock"> & {
    readonly stores: RoundStores;
    readonly now: Temporal.Instant;
  },
  contact: Contact,
): Promise<IntroductionOutcome> {
  const partnership = await needs.stores.partnerships.get(contact.partnershipId);
  const round = await needs.stores.rounds.openOf(contact.partnershipId);
  const everybody = await needs.stores.contacts.activeOf(contact.partnershipId);
  const sideSize = everybody.filter(
    (other) => other.side === contact.side && other.declinedAt === null,
  ).length;
  if (partnership === null || round === null) return { kind: "started", contact, invited: false, sideSize };
  const invited = await inviteContacts(needs, { partnership, round, contacts: [contact], isFirst: true });
  const broughtBack = await bringBackCards(needs.stores, contact, needs.now);
  return { kind: "started", contact, invited: invited + broughtBack > 0, sideSize };
}
