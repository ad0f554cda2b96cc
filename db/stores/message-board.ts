import { and, desc, eq, sql } from "drizzle-orm";
import type { Clock } from "../../src/ports/clock.ts";
import { type Ids, isId } from "../../src/ports/ids.ts";
import type { MessageBoard } from "../../src/ports/page.ts";
import type { Database } from "../database.ts";
import { boardMessages } from "../schema/messages.ts";

/** The browser's conversations. */
export function createMessageBoard(database: Database, clock: Clock, ids: Ids): MessageBoard {
  const find = async (conversation: string, key: string) => {
    const isIt = and(eq(boardMessages.key, key), eq(boardMessages.conversation, conversation));
    const [row] = await database.select({ id: boardMessages.id }).from(boardMessages).where(isIt);
    return row?.id ?? null;
  };
  return {
    async post(conversation, key, card) {
      const [row] = await database
        .insert(boardMessages)
        .values({ id: ids.next(), conversation, key, card, at: clock.now() })
        .onConflictDoUpdate({ target: boardMessages.key, set: { key } })
        .returning({ id: boardMessages.id });
      return row?.id ?? "";
    },
    async say(conversation, text, key) {
      const line = { id: ids.next(), conversation, key, text, at: clock.now() };
      await database.insert(boardMessages).values(line).onConflictDoNothing();
    },
    find,
    async replace(conversation, messageId, card) {
      if (!isId(messageId)) return false;
      const replaced = await database
        .update(boardMessages)
        .set({ card, revision: sql`${boardMessages.revision} + 1` })
        .where(and(eq(boardMessages.id, messageId), eq(boardMessages.conversation, conversation)))
        .returning({ id: boardMessages.id });
      return replaced.length > 0;
    },
    async list(conversation, limit) {
      const rows = await database
        .select()
        .from(boardMessages)
        .where(eq(boardMessages.conversation, conversation))
        .orderBy(desc(boardMessages.position))
        .limit(limit);
      return rows.reverse().map((row) => ({
        id: row.id,
        from: row.card === null ? ("person" as const) : ("rapport" as const),
        card: row.card,
        text: row.text,
        at: row.at,
      }));
    },
    async revision(conversation) {
      const [row] = await database
        .select({
          revision: sql<string>`coalesce(max(${boardMessages.position}), 0) || '.' || coalesce(sum(${boardMessages.revision}), 0)`,
        })
        .from(boardMessages)
        .where(eq(boardMessages.conversation, conversation));
      return row?.revision ?? "0.0";
    },
  };
}
