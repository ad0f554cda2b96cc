import type { Temporal } from "temporal-polyfill";
import type { MessageStore } from "../messages/message-store.ts";
import { type Contact, takesPart } from "../partnerships/contact.ts";
import type { AuditLog, ContactStore } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import type { AnswerStore } from "./answer-store.ts";
import { backOff } from "./cadence.ts";
import type { ContactHistory, InvitationStore } from "./invitation-store.ts";
import { unspokenPrompts } from "./prompt-choice.ts";
import type { Round } from "./round.ts";
import type { RoundStore } from "./round-store.ts";

interface ClosingStores {
  readonly rounds: RoundStore;
  readonly invitations: InvitationStore;
  readonly contacts: ContactStore;
  readonly messages: MessageStore;
  readonly audit: AuditLog;
  readonly answers: AnswerStore;
}

/**
 * Closes the rounds that have ended for everybody: what nobody answered lapses, and the back-off rules of
 * MEASUREMENT 3.1 decide whether somebody is asked less often. What could tie an unlinked text to its author ends here
 * (MEASUREMENT R13). Running it again changes nothing.
 */
export async function closeRounds(needs: {
  readonly clock: Clock;
  readonly transact: Transact<ClosingStores>;
}): Promise<{ readonly closed: readonly Round[] }> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const closed: Round[] = [];
    for (const round of await stores.rounds.toClose(now)) {
      if (!(await stores.rounds.close(round.id, now))) continue;
      await stores.invitations.lapseRound(round.id);
      await stores.invitations.forgetPromptEnds(round.id, unspokenPrompts);
      await stores.answers.shuffleUnlinked(round.partnershipId, round.cycle);
      await backOffContacts(stores, round, now);
      closed.push(round);
    }
    return { closed };
  });
}

async function backOffContacts(stores: ClosingStores, round: Round, now: Temporal.Instant): Promise<void> {
  const contacts = (await stores.contacts.activeOf(round.partnershipId)).filter(takesPart);
  const ids = contacts.map((contact) => contact.id);
  const histories = await stores.invitations.histories(ids, round.opensOn.subtract({ weeks: 8 }));
  for (const contact of contacts) {
    const history = histories.get(contact.id);
    if (history === undefined || !history.recent[0]?.opensOn.equals(round.opensOn)) continue;
    await backOffContact(stores, { contact, history, round, now });
  }
}

interface Case {
  readonly contact: Contact;
  readonly history: ContactHistory;
  readonly round: Round;
  readonly now: Temporal.Instant;
}

async function backOffContact(stores: ClosingStores, { contact, history, round, now }: Case): Promise<void> {
  const past = history.recent.map(({ opensOn, answered }) => ({
    answered,
    weeksAgo: 1 + Math.round(opensOn.until(round.opensOn, { largestUnit: "days" }).days / 7),
  }));
  const decision = backOff(past, contact.cadence, contact.cadenceSetBy);
  if (decision.kind === "slow-down") {
    await stores.contacts.change(contact.id, { cadence: decision.to, cadenceSetBy: "back-off" });
    const details = { cadence: decision.to };
    const { partnershipId } = contact;
    await stores.audit.add(
      { partnershipId, actor: "rapport", action: "cadence.back-off", subject: contact.id, details },
      now,
    );
  }
  if (decision.kind === "ask-cadence") {
    await stores.messages.add([
      {
        key: `cadence:${contact.id}:${round.opensOn}`,
        purpose: "cadence",
        partnershipId: contact.partnershipId,
        contactId: contact.id,
        post: null,
        subjectId: contact.id,
        dueAt: now,
        expiresAt: now.add({ hours: 24 * 7 }),
      },
    ]);
  }
}
