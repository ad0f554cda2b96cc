import type { Temporal } from "temporal-polyfill";
import type { NewMessage } from "../messages/message.ts";
import { nextSendable } from "../partnerships/calendar.ts";
import type { Contact } from "../partnerships/contact.ts";
import { otherSide, type Partnership, type Party, type Side } from "../partnerships/partnership.ts";
import { isInvited } from "./cadence.ts";
import type { ContactHistory, NewInvitation } from "./invitation-store.ts";
import { promptFor } from "./prompt-choice.ts";
import type { QuestionBank } from "./question-bank.ts";
import { formOf, statementsFor } from "./rotation.ts";
import type { Round } from "./round.ts";
import { contactTimes } from "./round-dates.ts";
import type { RoundStores } from "./round-stores.ts";

export interface InviteNeeds {
  readonly stores: Pick<RoundStores, "contacts" | "invitations" | "messages" | "partnerships">;
  readonly bank: QuestionBank;
  readonly quietHours: boolean;
  readonly now: Temporal.Instant;
}

interface Invite {
  readonly partnership: Partnership;
  readonly round: Round;
  /** Those to be invited if their rhythm says so; all take part. */
  readonly contacts: readonly Contact[];
  /** The first round of a partnership asks everybody at once. */
  readonly isFirst: boolean;
}

/** Adds invitations, check-in cards and reminders for contacts who are due in this round; returns how many. */
export async function inviteContacts(
  needs: InviteNeeds,
  { partnership, round, contacts, isFirst }: Invite,
): Promise<number> {
  const everybody = await needs.stores.contacts.activeOf(partnership.id);
  const parties = await needs.stores.partnerships.partiesOf(partnership.id);
  const sizes = { agency: sizeOf(everybody, "agency"), vendor: sizeOf(everybody, "vendor") };
  const ids = contacts.map((contact) => contact.id);
  const histories = await needs.stores.invitations.histories(ids, round.opensOn.subtract({ weeks: 8 }));
  const prepared = contacts.flatMap((contact) => {
    const history = histories.get(contact.id) ?? noHistory(contact.id);
    if (!isFirst && !isInvited(contact.cadence, roundsSince(history, round))) return [];
    const invitation = prepare({ partnership, round, parties, sizes, needs, isFirst }, contact, history);
    return invitation === null ? [] : [invitation];
  });
  const added = await needs.stores.invitations.add(prepared);
  await needs.stores.messages.add(
    prepared.flatMap((invitation) => {
      const id = added.get(invitation.contactId);
      return id === undefined ? [] : messagesFor(invitation, id, partnership.id);
    }),
  );
  return added.size;
}

interface Setting {
  readonly partnership: Partnership;
  readonly round: Round;
  readonly parties: readonly Party[];
  readonly sizes: Readonly<Record<Side, number>>;
  readonly needs: InviteNeeds;
  readonly isFirst: boolean;
}

function prepare(setting: Setting, contact: Contact, history: ContactHistory): NewInvitation | null {
  const { partnership, round, needs } = setting;
  const region = contact.holidays ?? partnership.holidays;
  const times = contactTimes(partnership.checkIn, round.opensOn, contact, partnership.holidays);
  if (times === null) return null;
  const due = later(setting.isFirst ? needs.now : times.dueAt, needs.now);
  const dueAt = needs.quietHours ? nextSendable(due, contact.timeZone, region) : due;
  if (dueAt.epochMilliseconds >= times.closesAt.epochMilliseconds) return null;
  const isLater = (at: Temporal.Instant) => daysBetween(dueAt, at, contact.timeZone) > 0;
  const remindAt = times.remindAt !== null && isLater(times.remindAt) ? times.remindAt : null;
  const activeOnSide = setting.sizes[contact.side];
  const { regularRounds } = history;
  const form = formOf(contact.key, activeOnSide);
  const place = {
    round,
    form,
    cadence: contact.cadence,
    regularRounds,
    partnership,
    parties: setting.parties,
  };
  return {
    roundId: round.id,
    contactId: contact.id,
    side: contact.side,
    statements: statementsFor(needs.bank, place),
    promptId: promptFor({ kind: round.kind, regularRounds, activeOnSide }),
    them: nameOfThem(setting, contact.side),
    sideSize: activeOnSide,
    dueAt,
    remindAt,
    closesAt: times.closesAt,
  };
}

/** The card and, if there is one, the reminder of an invitation; their keys make each happen once. */
export function messagesFor(
  invitation: Pick<NewInvitation, "contactId" | "closesAt" | "dueAt" | "remindAt">,
  id: string,
  partnershipId: string,
): readonly NewMessage[] {
  const about = {
    partnershipId,
    contactId: invitation.contactId,
    post: null,
    subjectId: id,
    expiresAt: invitation.closesAt,
  };
  const card: NewMessage = { ...about, key: `check-in:${id}`, purpose: "check-in", dueAt: invitation.dueAt };
  if (invitation.remindAt === null) return [card];
  return [card, { ...about, key: `reminder:${id}`, purpose: "reminder", dueAt: invitation.remindAt }];
}

/** The organisation across the table; where there are several, the one that this cycle asks about. */
function nameOfThem({ parties, partnership, round }: Setting, side: Side): string {
  const theirs = otherSide(side);
  const names = [
    ...new Set(parties.filter((party) => party.side === theirs).map((party) => party.organisation)),
  ].toSorted();
  return names[round.cycle % Math.max(1, names.length)] ?? partnership.sides[theirs].label;
}

function sizeOf(contacts: readonly Contact[], side: Side): number {
  return contacts.filter((contact) => contact.side === side && contact.declinedAt === null).length;
}

function roundsSince(history: ContactHistory, round: Round): number | null {
  if (history.lastOpensOn === null) return null;
  return Math.max(1, Math.round(history.lastOpensOn.until(round.opensOn, { largestUnit: "days" }).days / 7));
}

function noHistory(contactId: string): ContactHistory {
  return { contactId, regularRounds: 0, lastOpensOn: null, recent: [] };
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return a.epochMilliseconds >= b.epochMilliseconds ? a : b;
}

function daysBetween(from: Temporal.Instant, to: Temporal.Instant, timeZone: string): number {
  const dateOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate();
  return dateOf(from).until(dateOf(to)).days;
}
