import { asc, eq } from "drizzle-orm";
import type { EscalationStore } from "../../src/escalations/escalation-store.ts";
import type { Database } from "../database.ts";
import { escalationSeen, escalations } from "../schema/raised.ts";

/** Raised problems and which side's steward has seen them. */
export function createEscalationStore(database: Database): EscalationStore {
  return {
    async add(escalation) {
      const [added] = await database
        .insert(escalations)
        .values(escalation)
        .onConflictDoNothing({ target: escalations.eventId })
        .returning();
      if (added !== undefined) return { escalation: added, isNew: true };
      const isIt = eq(escalations.eventId, escalation.eventId);
      const [known = escalation] = await database.select().from(escalations).where(isIt);
      return { escalation: known, isNew: false };
    },
    async get(id) {
      const [row] = await database.select().from(escalations).where(eq(escalations.id, id));
      return row ?? null;
    },
    async markSeen(seen) {
      const added = await database.insert(escalationSeen).values(seen).onConflictDoNothing().returning();
      return added.length > 0;
    },
    async seenOf(escalationId) {
      return database
        .select()
        .from(escalationSeen)
        .where(eq(escalationSeen.escalationId, escalationId))
        .orderBy(asc(escalationSeen.seenAt), asc(escalationSeen.side));
    },
  };
}
