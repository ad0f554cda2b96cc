import type { Temporal } from "temporal-polyfill";
import type { MessageStore } from "../messages/message-store.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { InvitationStore } from "./invitation-store.ts";
import { messagesFor } from "./invite-contacts.ts";

/**
 * Brings back what a pause or a *Not me* took away: the card of the open check-in, if it had not gone out, and its
 * reminder if that lies ahead. Returns how many messages wait again.
 */
export async function bringBackCards(
  stores: { readonly invitations: InvitationStore; readonly messages: MessageStore },
  contact: Pick<Contact, "id" | "partnershipId">,
  now: Temporal.Instant,
): Promise<number> {
  const open = await stores.invitations.openOf([contact.id], now);
  const waiting = open.filter(({ state }) => state === "pending" || state === "sent");
  const all = waiting.flatMap((invitation) => messagesFor(invitation, invitation.id, contact.partnershipId));
  const isWanted = ({ purpose, dueAt }: (typeof all)[number]) =>
    purpose === "check-in" || dueAt.epochMilliseconds > now.epochMilliseconds;
  return stores.messages.add(all.filter(isWanted));
}
