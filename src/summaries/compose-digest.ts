import type { Temporal } from "temporal-polyfill";
import { type QuestionBank, worded } from "../check-ins/question-bank.ts";
import { nextMonth, releaseAt } from "../check-ins/reporting-month.ts";
import { roundDateOnOrAfter } from "../check-ins/round-dates.ts";
import type { MonthAnswers, SharedText } from "../confidentiality/month-answers.ts";
import type { StoredRelease } from "../confidentiality/release-store.ts";
import { otherSide, type Partnership } from "../partnerships/partnership.ts";
import { sayDate, sayMoment, sayMonth } from "../partnerships/say-date.ts";
import type { Words } from "../ports/words.ts";
import { type DigestAudience, type DigestEntry, type DigestText, writeDigest } from "./digest.ts";

/** What a digest is made from. */
export interface DigestSources {
  readonly partnership: Partnership;
  readonly release: Pick<StoredRelease, "month" | "figures">;
  readonly monthAnswers: Pick<MonthAnswers, "sharedTexts">;
  readonly bank: Pick<QuestionBank, "prompts">;
  readonly words: Words;
  readonly now: Temporal.Instant;
}

/** Gathers what one audience may read of a released month and writes its digest. */
export async function composeDigest(sources: DigestSources, audience: DigestAudience): Promise<DigestText> {
  const { partnership, release, monthAnswers, bank, words } = sources;
  const texts = await monthAnswers.sharedTexts(partnership.id, release.month, audience);
  return writeDigest({
    partnership,
    audience,
    figures: release.figures,
    shared: texts.flatMap((text) => entryOf(text, partnership, bank)),
    next: nextLines(sources),
    words,
  });
}

function entryOf(
  text: SharedText,
  partnership: Partnership,
  bank: Pick<QuestionBank, "prompts">,
): readonly DigestEntry[] {
  const prompt = bank.prompts.find((one) => one.id === text.promptId);
  if (prompt === undefined) return [];
  const them = partnership.sides[otherSide(text.side)].label;
  // L1 quotes an ask and an action that the digest does not have.
  const question = prompt.kind === "loop" ? "" : worded(prompt.text, { them });
  return [{ ...text, kind: prompt.kind, question }];
}

function nextLines({ partnership, release, words, now }: DigestSources): readonly string[] {
  const { checkIn, timeZone } = partnership;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const round = roundDateOnOrAfter(checkIn, today.add({ days: 1 }));
  const month = nextMonth(release.month);
  const at = releaseAt(month, checkIn, timeZone);
  return [
    words.say("digest.nextRound", { day: sayDate(round, words.language), time: checkIn.at }),
    words.say("digest.nextRelease", {
      month: sayMonth(month, words.language),
      when: sayMoment(at, timeZone, words.language),
    }),
  ];
}
