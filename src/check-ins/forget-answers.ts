import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import type { AnswerStore } from "./answer-store.ts";
import { cycleOf } from "./rotation.ts";

/** Raw confidential answers are kept this long at most, then only released figures (MEASUREMENT R13). */
const kept = { months: 13 };

/** The cycle of a date does not depend on the weekday by more than one, which errs towards keeping. */
const anyRule = { weekday: "tuesday", at: "10:00" } as const;

/** Deletes ratings, confidential texts and unlinked texts that are older than 13 months (MEASUREMENT R13). */
export async function forgetAnswers(needs: {
  readonly clock: Clock;
  readonly transact: Transact<{ readonly answers: AnswerStore }>;
}): Promise<{ readonly forgotten: number }> {
  const closedBefore = needs.clock.now().toZonedDateTimeISO("UTC").toPlainDate().subtract(kept);
  const rule = {
    ...anyRule,
    remind: { ...anyRule, weekday: "thursday" },
    close: { ...anyRule, weekday: "friday" },
  } as const;
  const cyclesBefore = cycleOf(rule, closedBefore);
  return needs.transact(async ({ answers }) => ({
    forgotten: await answers.forget({ closedBefore, cyclesBefore }),
  }));
}
