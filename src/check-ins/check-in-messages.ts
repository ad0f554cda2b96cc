import { Temporal } from "temporal-polyfill";
import type { Message } from "../messages/message.ts";
import type { Departing, Drawn, MessageKind } from "../messages/message-kind.ts";
import { takesPart } from "../partnerships/contact.ts";
import type { LinkStore } from "../partnerships/identity-store.ts";
import { momentToWrite } from "../partnerships/moment-to-write.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import type { Card } from "../ports/card.ts";
import type { WordsFor } from "../ports/words.ts";
import { checkInCard } from "./check-in-card.ts";
import type { InvitationDetail, InvitationStore } from "./invitation-store.ts";
import { noticeCard } from "./notice-card.ts";
import type { QuestionBank } from "./question-bank.ts";

interface CheckInMessageStores {
  readonly invitations: InvitationStore;
  readonly links: Pick<LinkStore, "make">;
}

interface CheckInMessageNeeds {
  readonly bank: QuestionBank;
  readonly wordsFor: WordsFor;
  /** Whether nights, weekends and holidays hold messages back. */
  readonly quietHours: boolean;
}

/** The card of a round: sent while the invitation still waits, on the person's terms (away, paused, gone). */
export function checkInMessages<Stores extends CheckInMessageStores>({
  bank,
  ...needs
}: CheckInMessageNeeds): MessageKind<Stores> {
  return {
    draw: (messages, now, stores) =>
      drawEach(
        messages,
        now,
        stores,
        (detail) => checkInCard({ bank, words: needs.wordsFor(detail.contact.language) }, detail),
        needs,
      ),
    onSent: (messages, _now, stores) => stores.invitations.markSent(subjects(messages)),
    onFailed: (messages, _now, stores) => stores.invitations.markUndeliverable(subjects(messages)),
  };
}

/** The one reminder, worded to be right whether or not the first card arrived; nothing after an answer. */
export function reminderMessages<Stores extends CheckInMessageStores>(
  needs: CheckInMessageNeeds,
): MessageKind<Stores> {
  return {
    draw: (messages, now, stores) =>
      drawEach(
        messages,
        now,
        stores,
        (detail, message) => reminderCard(needs.wordsFor, detail, isSnooze(message)),
        needs,
        (detail, message) => isUnanswered(detail) && (isSnooze(message) || !wentOutToday(detail, now)),
      ),
    onSent: (messages, _now, stores) => stores.invitations.markSent(subjects(messages)),
  };
}

function isUnanswered({ invitation }: InvitationDetail): boolean {
  return invitation.state !== "answered" && invitation.state !== "lapsed";
}

/** Asked for by the person, so that it does not count as the one reminder. */
function isSnooze({ key }: Departing): boolean {
  return key.startsWith("snooze:");
}

/** A reminder that falls due together with a late card lets the card go first. */
const headStart = { hours: 2 };

function isEarly({ invitation }: InvitationDetail, message: Departing, now: Temporal.Instant): boolean {
  if (message.purpose !== "reminder" || isSnooze(message) || invitation.state !== "pending") return false;
  const planned = invitation.remindAt ?? message.dueAt;
  return Temporal.Instant.compare(now, planned.add({ hours: 1 })) < 0;
}

/** A card that was late (*Start* just now, back from an absence) is not followed by a reminder on the same day. */
function wentOutToday({ places, contact }: InvitationDetail, now: Temporal.Instant): boolean {
  const dateOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(contact.timeZone).toPlainDate();
  return places.some(({ sentAt }) => dateOf(Temporal.Instant.from(sentAt)).equals(dateOf(now)));
}

async function drawEach(
  messages: readonly Departing[],
  now: Temporal.Instant,
  stores: CheckInMessageStores,
  draw: (detail: InvitationDetail, message: Departing) => Card,
  { wordsFor, quietHours }: Pick<CheckInMessageNeeds, "wordsFor" | "quietHours">,
  isWanted: (detail: InvitationDetail, message: Departing) => boolean = () => true,
): Promise<ReadonlyMap<string, Drawn>> {
  const details = await stores.invitations.details(subjects(messages));
  const drawn = new Map<string, Drawn>();
  for (const message of messages) {
    const detail = details.get(message.subjectId ?? "");
    const verdict = detail === undefined ? cancelled("gone") : judge(detail, now, quietHours);
    if (verdict !== null) {
      drawn.set(message.id, verdict);
      if (verdict.kind === "cancel") await lapseFor(stores, message, verdict.code);
    } else if (detail === undefined || !isWanted(detail, message))
      drawn.set(message.id, cancelled("answered"));
    else if (isEarly(detail, message, now))
      drawn.set(message.id, { kind: "postpone", until: now.add(headStart) });
    else if (message.surface === "private")
      drawn.set(message.id, { kind: "card", card: draw(detail, message) });
    else drawn.set(message.id, await drawElsewhere(detail, message, stores, wordsFor));
  }
  return drawn;
}

/** Where the card itself cannot stand: a link, or a line that names nobody with a button that opens one's own. */
async function drawElsewhere(
  detail: InvitationDetail,
  { surface, purpose }: Departing,
  stores: CheckInMessageStores,
  wordsFor: WordsFor,
): Promise<Drawn> {
  const { contact, partnership, round } = detail;
  if (surface === "link") return { kind: "card", card: await linkCard(detail, stores, wordsFor) };
  if (surface === "prompt")
    return { kind: "card", card: noticeCard(wordsFor(contact.language), "checkIn", partnership) };
  // A reminder that all can see would say that somebody has not answered.
  if (purpose === "reminder") return cancelled("public");
  const card = noticeCard(wordsFor("en"), "checkIn", partnership);
  return { kind: "card", card, shareKey: `round:${round.id}` };
}

/** Why this is not the moment to write to the person; null when it is. */
function judge(
  { invitation, contact, partnership }: InvitationDetail,
  now: Temporal.Instant,
  quietHours: boolean,
): Drawn | null {
  const hasClosed = (at: Temporal.Instant) => at.epochMilliseconds >= invitation.closesAt.epochMilliseconds;
  if (hasClosed(now) || invitation.state === "lapsed") return cancelled("closed");
  if (contact.deactivatedAt !== null) return cancelled("left");
  if (!takesPart(contact)) return cancelled("paused");
  const until = momentToWrite(now, contact, partnership, quietHours);
  if (until.epochMilliseconds <= now.epochMilliseconds) return null;
  if (!hasClosed(until)) return { kind: "postpone", until };
  return cancelled(contact.awayUntil === null ? "holiday" : "away");
}

function cancelled(code: string): Drawn {
  return { kind: "cancel", code };
}

const lapseReasons = ["away", "paused", "left", "holiday"] as const;

async function lapseFor(stores: CheckInMessageStores, message: Departing, code: string): Promise<void> {
  if (message.purpose !== "check-in") return;
  const reason = lapseReasons.find((known) => known === code);
  if (reason !== undefined) await stores.invitations.lapse(subjects([message]), reason);
}

function reminderCard(
  wordsFor: WordsFor,
  { invitation, partnership, contact }: InvitationDetail,
  isAsked: boolean,
): Card {
  const words = wordsFor(contact.language);
  const values = {
    partnership: partnership.name,
    until: sayMoment(invitation.closesAt, contact.timeZone, contact.language),
  };
  return {
    summary: words.say("reminder.summary", values),
    nodes: [
      { kind: "text", text: words.say(isAsked ? "reminder.asked" : "reminder.text", values) },
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
