import { and, asc, eq, gt, isNotNull, isNull, lte, or, type SQL } from "drizzle-orm";
import type { MonthAnswers } from "../../src/confidentiality/month-answers.ts";
import type { Database } from "../database.ts";
import { answers, invitations, rounds } from "../schema/check-ins.ts";
import { contacts } from "../schema/partnerships.ts";

/**
 * Answers on their way to figures and digests. The one place where mode and audience decide what comes out: a text
 * leaves only when it is attributed, and an own-side one only for its side.
 */
export function createMonthAnswers(database: Database): MonthAnswers {
  const ofMonth = (partnershipId: string, month: string): SQL | undefined =>
    and(eq(rounds.partnershipId, partnershipId), eq(rounds.month, month), isNull(rounds.skippedAt));
  return {
    async ratings(partnershipId, { after, until }) {
      const rows = await database
        .select({
          contactId: invitations.contactId,
          side: invitations.side,
          questionId: answers.questionId,
          rating: answers.rating,
          closesOn: rounds.closesOn,
        })
        .from(rounds)
        .innerJoin(invitations, eq(invitations.roundId, rounds.id))
        .innerJoin(answers, eq(answers.invitationId, invitations.id))
        .where(
          and(
            eq(rounds.partnershipId, partnershipId),
            gt(rounds.closesOn, after),
            lte(rounds.closesOn, until),
            isNotNull(answers.rating),
          ),
        );
      return rows.flatMap(({ rating, ...row }) => (rating === null ? [] : [{ ...row, rating }]));
    },
    async respondents(partnershipId, month) {
      return database
        .selectDistinct({ contactId: invitations.contactId, side: invitations.side })
        .from(rounds)
        .innerJoin(invitations, eq(invitations.roundId, rounds.id))
        .where(and(ofMonth(partnershipId, month), eq(invitations.state, "answered")))
        .orderBy(asc(invitations.contactId));
    },
    async themes(partnershipId, month) {
      const rows = await database
        .selectDistinct({
          contactId: invitations.contactId,
          side: invitations.side,
          theme: answers.theme,
        })
        .from(rounds)
        .innerJoin(invitations, eq(invitations.roundId, rounds.id))
        .innerJoin(answers, eq(answers.invitationId, invitations.id))
        .where(and(ofMonth(partnershipId, month), isNotNull(answers.theme)));
      return rows.flatMap(({ theme, ...row }) => (theme === null ? [] : [{ ...row, theme }]));
    },
    async sharedTexts(partnershipId, month, audience) {
      const mayRead =
        audience === "joint"
          ? eq(answers.audience, "joint")
          : or(
              eq(answers.audience, "joint"),
              and(eq(answers.audience, "side"), eq(invitations.side, audience)),
            );
      const rows = await database
        .select({
          promptId: answers.questionId,
          side: invitations.side,
          author: contacts.name,
          text: answers.text,
          audience: answers.audience,
        })
        .from(rounds)
        .innerJoin(invitations, eq(invitations.roundId, rounds.id))
        .innerJoin(answers, eq(answers.invitationId, invitations.id))
        .innerJoin(contacts, eq(contacts.id, invitations.contactId))
        .where(
          and(
            ofMonth(partnershipId, month),
            eq(answers.mode, "attributed"),
            isNotNull(answers.text),
            mayRead,
          ),
        )
        .orderBy(asc(answers.answeredAt), asc(answers.invitationId), asc(answers.questionId));
      return rows.flatMap(({ text, ...row }) => (text === null ? [] : [{ ...row, text }]));
    },
  };
}
