import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import type { Database } from "../../db/database.ts";
import { openPglite } from "../../db/open-pglite.ts";
import { answers, invitations, rounds } from "../../db/schema/check-ins.ts";
import { contacts, partnerships } from "../../db/schema/partnerships.ts";
import { createTransact } from "../../db/transaction.ts";
import { createWordsFor } from "../../src/catalogue.ts";
import { parseQuestionBank } from "../../src/check-ins/question-bank.ts";
import { monthOf, roundsOf } from "../../src/check-ins/reporting-month.ts";
import type { CheckInRule, Side } from "../../src/partnerships/partnership.ts";

const top = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(top, path), "utf8");

const bank = parseQuestionBank(read("prompts/questions.yaml"), "questions.yaml");
export const words = createWordsFor([
  { language: "en", text: read("prompts/words/en.yaml"), source: "en.yaml" },
])("en");
export const rule: CheckInRule = {
  weekday: "tuesday",
  at: "10:00",
  remind: { weekday: "thursday", at: "10:00" },
  close: { weekday: "friday", at: "17:00" },
};

/** An answer of a test world: a rating as tapped, or a text with its mode and audience. */
export interface PlannedAnswer {
  readonly questionId: string;
  readonly rating?: number;
  readonly text?: string;
  readonly theme?: string;
  readonly mode?: "attributed" | "confidential";
  readonly audience?: "joint" | "side";
}

/** An empty in-memory database with a clock that is moved by hand, and ways to fill it. */
export async function openSmallWorld() {
  const open = await openPglite(null);
  const { database } = open;
  let count = 0;
  const ids = {
    next: () => {
      count += 1;
      return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
    },
  };
  const clock = { at: Temporal.Instant.from("2026-01-01T00:00:00Z"), now: () => clock.at };
  const jobsIn = () => ({ enqueue: async () => {} });
  const transact = createTransact(database, { ids, clock, jobsIn, onQueued: () => {} });
  const needs = { clock, ids, transact, bank, words };
  return {
    ...{ database, clock, transact, needs, close: () => open.close() },
    addPartnership: (changes: Partial<typeof partnerships.$inferInsert> = {}) =>
      addPartnership(database, ids.next(), changes),
    addContact: (partnershipId: string, key: string, changes: Partial<typeof contacts.$inferInsert> = {}) =>
      addContact(database, { id: ids.next(), partnershipId, key }, changes),
    /** All rounds of a month, closed; `answered` says what each contact answered in the round of this number. */
    addMonth: (partnershipId: string, month: string, people: readonly Invited[]) =>
      addMonth(database, ids, { partnershipId, month, people }),
  };
}

/** A contact who was invited, and what they answered by number of the round in the month. */
export interface Invited {
  readonly contactId: string;
  readonly side: Side;
  readonly answers: (round: number) => readonly PlannedAnswer[];
}

async function addPartnership(
  database: Database,
  id: string,
  changes: Partial<typeof partnerships.$inferInsert>,
): Promise<string> {
  const people = { steward: "s", sponsor: "s", leaders: ["s"] };
  await database.insert(partnerships).values({
    id,
    key: "acme-permits",
    name: "Permits modernisation",
    types: ["private"],
    phase: "deploy",
    timeZone: "America/Chicago",
    disclosure: "confidential",
    host: "City of Springfield",
    workingHours: { agency: { from: "08:00", to: "17:00" }, vendor: { from: "09:00", to: "18:00" } },
    checkIn: rule,
    sides: { agency: { label: "City", ...people }, vendor: { label: "Acme", ...people } },
    posts: { joint: "web:joint", agency: "web:city", vendor: null },
    startedOn: Temporal.PlainDate.from("2026-01-05"),
    ...changes,
  });
  return id;
}

async function addContact(
  database: Database,
  base: { readonly id: string; readonly partnershipId: string; readonly key: string },
  changes: Partial<typeof contacts.$inferInsert>,
): Promise<string> {
  await database.insert(contacts).values({
    ...base,
    name: `Name of ${base.key}`,
    organisation: "Somebody",
    side: "agency",
    role: "manager",
    rosterTimeZone: "America/Chicago",
    rosterLanguage: "en",
    duties: [],
    joinedAt: Temporal.Instant.from("2026-01-05T12:00:00Z"),
    cadence: "weekly",
    ...changes,
  });
  return base.id;
}

async function addMonth(
  database: Database,
  ids: { next(): string },
  { partnershipId, month, people }: { partnershipId: string; month: string; people: readonly Invited[] },
): Promise<void> {
  for (const [number, dates] of roundsOf(month, rule).entries()) {
    const roundId = ids.next();
    const closesAt = dates.closesOn.toZonedDateTime({ timeZone: "UTC", plainTime: "23:00" }).toInstant();
    await database.insert(rounds).values({
      ...{ id: roundId, partnershipId, opensOn: dates.opensOn, closesOn: dates.closesOn, closesAt },
      ...{
        month: monthOf(dates.closesOn),
        kind: "check-in",
        cycle: 1,
        openedAt: closesAt,
        closedAt: closesAt,
      },
    });
    for (const person of people) {
      const given = person.answers(number);
      const invitationId = ids.next();
      await database.insert(invitations).values({
        ...{ id: invitationId, roundId, contactId: person.contactId, side: person.side, statements: [] },
        ...{ them: "them", sideSize: 5, dueAt: closesAt, closesAt },
        state: given.length > 0 ? "answered" : "lapsed",
      });
      if (given.length === 0) continue;
      await database.insert(answers).values(
        given.map((answer) => ({
          ...{ mode: "confidential" as const, audience: "joint" as const, rating: null, text: null },
          ...{ ...answer, invitationId, answeredAt: closesAt },
        })),
      );
    }
  }
}

/** Ratings for two dimensions a round, all eight over a month of four, as a keyed value. */
export function ratesEverything(keyed: number): (round: number) => readonly PlannedAnswer[] {
  const pairs = [
    ["DIR", "OPN"],
    ["REL", "CAP"],
    ["CAR", "GOV"],
    ["ADP", "VOI"],
  ];
  return (round) =>
    (pairs[round % pairs.length] ?? []).flatMap((group) => {
      const statement = bank.inGroup(group)[round % 4];
      if (statement === undefined) return [];
      return [{ questionId: statement.id, rating: statement.key === "-" ? 6 - keyed : keyed }];
    });
}
