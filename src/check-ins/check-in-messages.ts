import type { Temporal } from "temporal-polyfill";
import type { Message } from "../messages/message.ts";
import type { Departing, Drawn, MessageKind } from "../messages/message-kind.ts";
import { atLocal, nextSendable } from "../partnerships/calendar.ts";
import { takesPart } from "../partnerships/contact.ts";
import type { LinkStore } from "../partnerships/identity-store.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import type { Card } from "../ports/card.ts";
import type { WordsFor } from "../ports/words.ts";
import { checkInCard } from "./check-in-card.ts";
import type { InvitationDetail, InvitationStore } from "./invitation-store.ts";
import type { QuestionBank } from "./question-bank.ts";

interface CheckInMessageStores {
  readonly invitations: InvitationStore;
  readonly links: Pick<LinkStore, "make">;
}

interface CheckInMessageNeeds {
  readonly bank: QuestionBank;
  readonly wordsFor: WordsFor;
}

/** The card of a round: sent while the invitation still waits, on the person's terms (away, paused, gone). */
export function checkInMessages<Stores extends CheckInMessageStores>({
  bank,
  wordsFor,
}: CheckInMessageNeeds): MessageKind<Stores> {
  return {
    draw: (messages, now, stores) =>
      drawEach(
        messages,
        now,
        stores,
        (detail) => checkInCard({ bank, words: wordsFor(detail.contact.language) }, detail),
        wordsFor,
      ),
    onSent: (messages, _now, stores) => stores.invitations.markSent(subjects(messages)),
    onFailed: (messages, _now, stores) => stores.invitations.markUndeliverable(subjects(messages)),
  };
}

/** The one reminder, worded to be right whether or not the first card arrived; nothing after an answer. */
export function reminderMessages<Stores extends CheckInMessageStores>({
  wordsFor,
}: CheckInMessageNeeds): MessageKind<Stores> {
  return {
    draw: (messages, now, stores) =>
      drawEach(messages, now, stores, (detail) => reminderCard(wordsFor, detail), wordsFor, isUnanswered),
    onSent: (messages, _now, stores) => stores.invitations.markSent(subjects(messages)),
  };
}

function isUnanswered({ invitation }: InvitationDetail): boolean {
  return invitation.state === "pending" || invitation.state === "sent";
}

async function drawEach(
  messages: readonly Departing[],
  now: Temporal.Instant,
  stores: CheckInMessageStores,
  draw: (detail: InvitationDetail) => Card,
  wordsFor: WordsFor,
  isWanted: (detail: InvitationDetail) => boolean = () => true,
): Promise<ReadonlyMap<string, Drawn>> {
  const details = await stores.invitations.details(subjects(messages));
  const drawn = new Map<string, Drawn>();
  for (const message of messages) {
    const detail = details.get(message.subjectId ?? "");
    const verdict = detail === undefined ? cancelled("gone") : judge(detail, now);
    if (verdict !== null) {
      drawn.set(message.id, verdict);
      if (verdict.kind === "cancel") await lapseFor(stores, message, verdict.code);
    } else if (detail === undefined || !isWanted(detail)) drawn.set(message.id, cancelled("answered"));
    else if (message.interactive) drawn.set(message.id, { kind: "card", card: draw(detail) });
    else drawn.set(message.id, { kind: "card", card: await linkCard(detail, stores, wordsFor) });
  }
  return drawn;
}

/** Why this is not the moment to write to the person; null when it is. */
function judge({ invitation, contact, partnership }: InvitationDetail, now: Temporal.Instant): Drawn | null {
  if (invitation.closesAt.epochMilliseconds <= now.epochMilliseconds || invitation.state === "lapsed")
    return cancelled("closed");
  if (contact.deactivatedAt !== null) return cancelled("left");
  if (!takesPart(contact)) return cancelled("paused");
  const today = now.toZonedDateTimeISO(contact.timeZone).toPlainDate();
  if (contact.awayUntil === null || contact.awayUntil.until(today).days > 0) return null;
  const morning = atLocal(contact.awayUntil.add({ days: 1 }), partnership.checkIn.at, contact.timeZone);
  const until = nextSendable(morning, contact.timeZone, contact.holidays ?? partnership.holidays);
  return until.epochMilliseconds < invitation.closesAt.epochMilliseconds
    ? { kind: "postpone", until }
    : cancelled("away");
}

function cancelled(code: string): Drawn {
  return { kind: "cancel", code };
}

async function lapseFor(stores: CheckInMessageStores, message: Departing, code: string): Promise<void> {
  if (code === "away" || code === "paused" || code === "left")
    await stores.invitations.lapse(subjects([message]), code);
}

function reminderCard(wordsFor: WordsFor, { invitation, partnership, contact }: InvitationDetail): Card {
  const words = wordsFor(contact.language);
  const values = {
    partnership: partnership.name,
    until: sayMoment(invitation.closesAt, contact.timeZone, contact.language),
  };
  return {
    summary: words.say("reminder.summary", values),
    nodes: [
      { kind: "text", text: words.say("reminder.text", values) },
      {
        kind: "buttons",
        buttons: [
          {
            label: words.say("reminder.open"),
            action: { name: "show-check-in", args: { invitation: invitation.id } },
            style: "primary",
          },
          {
            label: words.say("checkIn.pause"),
            action: { name: "pause", args: { invitation: invitation.id } },
            style: "plain",
            confirm: words.say("checkIn.pauseConfirm"),
          },
        ],
      },
    ],
  };
}

async function linkCard(
  detail: InvitationDetail,
  stores: CheckInMessageStores,
  wordsFor: WordsFor,
): Promise<Card> {
  const { invitation, partnership, contact } = detail;
  const words = wordsFor(contact.language);
  const until = sayMoment(invitation.closesAt, contact.timeZone, contact.language);
  const values = { partnership: partnership.name, them: invitation.them, until, minutes: 1 };
  const path = await stores.links.make({
    contactId: contact.id,
    invitationId: invitation.id,
    expiresAt: invitation.closesAt,
  });
  return {
    summary: words.say("checkIn.summary", values),
    nodes: [
      { kind: "heading", text: words.say("checkIn.title", values) },
      { kind: "text", text: words.say("link.checkIn", values) },
      { kind: "link", label: words.say("link.open"), path },
      { kind: "text", text: words.say("link.personal"), tone: "quiet" },
    ],
  };
}

function subjects(messages: readonly Pick<Message, "subjectId">[]): readonly string[] {
  return messages.flatMap(({ subjectId }) => (subjectId === null ? [] : [subjectId]));
}
