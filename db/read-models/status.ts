import { and, count, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { ReleasedFigures } from "../../src/confidentiality/release.ts";
import type { StatusReadModel } from "../../src/status/status-read-model.ts";
import type { Database } from "../database.ts";
import { answers, invitations, rounds } from "../schema/check-ins.ts";
import { partnerships } from "../schema/partnerships.ts";
import { releases } from "../schema/releases.ts";

/** Status queries. Each reads one index entry a partnership or the rounds of one month, whatever the history. */
export function createStatusReadModel(database: Database): StatusReadModel {
  return {
    async latestFigures(partnershipIds) {
      if (partnershipIds.length === 0) return new Map();
      const latest = database
        .select({ figures: releases.figures })
        .from(releases)
        .where(eq(releases.partnershipId, partnerships.id))
        .orderBy(sql`${releases.month} desc`)
        .limit(1)
        .as("latest");
      const rows = await database
        .select({ id: partnerships.id, figures: latest.figures })
        .from(partnerships)
        .innerJoinLateral(latest, sql`true`)
        .where(inArray(partnerships.id, [...partnershipIds]));
      return new Map<string, ReleasedFigures>(rows.map((row) => [row.id, row.figures]));
    },
    async sharedCounts(partnershipId, month) {
      const rows = await database
        .select({ promptId: answers.questionId, texts: count() })
        .from(rounds)
        .innerJoin(invitations, eq(invitations.roundId, rounds.id))
        .innerJoin(answers, eq(answers.invitationId, invitations.id))
        .where(
          and(
            eq(rounds.partnershipId, partnershipId),
            eq(rounds.month, month),
            isNotNull(rounds.closedAt),
            eq(answers.mode, "attributed"),
            eq(answers.audience, "joint"),
            isNotNull(answers.text),
          ),
        )
        .groupBy(answers.questionId);
      return new Map(rows.map((row) => [row.promptId, row.texts]));
    },
  };
}
