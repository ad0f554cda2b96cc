import { and, eq, isNull } from "drizzle-orm";
import type { WinStore } from "../../src/wins/win-store.ts";
import type { Database } from "../database.ts";
import { wins } from "../schema/raised.ts";

/** Shared wins and thanks. */
export function createWinStore(database: Database): WinStore {
  return {
    async add(win) {
      const [added] = await database
        .insert(wins)
        .values(win)
        .onConflictDoNothing({ target: wins.eventId })
        .returning();
      if (added !== undefined) return { win: added, isNew: true };
      const [known = win] = await database.select().from(wins).where(eq(wins.eventId, win.eventId));
      return { win: known, isNew: false };
    },
    async get(id) {
      const [row] = await database.select().from(wins).where(eq(wins.id, id));
      return row ?? null;
    },
    async confirm(id, by, at) {
      const confirmed = await database
        .update(wins)
        .set({ confirmedBy: by, confirmedAt: at })
        .where(and(eq(wins.id, id), isNull(wins.confirmedAt)))
        .returning({ id: wins.id });
      return confirmed.length > 0;
    },
  };
}
