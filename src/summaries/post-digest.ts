import { Temporal } from "temporal-polyfill";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import { summaryAt } from "../check-ins/reporting-month.ts";
import type { MonthAnswers } from "../confidentiality/month-answers.ts";
import type { ReleaseStore } from "../confidentiality/release-store.ts";
import type { NewMessage } from "../messages/message.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { PartnershipStore } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Words } from "../ports/words.ts";
import { composeDigest } from "./compose-digest.ts";
import type { DigestAudience } from "./digest.ts";
import type { DigestStore } from "./digest-store.ts";

export interface DigestStores {
  readonly partnerships: Pick<PartnershipStore, "get" | "byKey">;
  readonly releases: ReleaseStore;
  readonly digests: DigestStore;
  readonly monthAnswers: Pick<MonthAnswers, "sharedTexts">;
  readonly messages: Pick<MessageStore, "add">;
}

export interface PostDigestNeeds {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly transact: Transact<DigestStores>;
  readonly bank: Pick<QuestionBank, "prompts">;
  /** A conversation has many readers, so that a digest is in the installation's own language. */
  readonly words: Words;
}

/** `count`: posts that were added now; 0 when all were there before, or the roster names no conversation. */
export type PostDigestOutcome =
  | { readonly kind: "posted"; readonly count: number }
  | { readonly kind: "not-released" | "too-early" };

const audiences: readonly DigestAudience[] = ["joint", "agency", "vendor"];

/**
 * Writes a released month's digests, one an audience, and adds a post for each conversation that the roster names,
 * from the third working day after the release on (MEASUREMENT R4). Running it again adds nothing.
 */
export async function postDigest(
  needs: PostDigestNeeds,
  { partnershipId, month }: { readonly partnershipId: string; readonly month: string },
): Promise<PostDigestOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const partnership = await stores.partnerships.get(partnershipId);
    const release = await stores.releases.get(partnershipId, month);
    if (partnership === null || partnership.deactivatedAt !== null || release === null) {
      return { kind: "not-released" };
    }
    const due = summaryAt(month, partnership.checkIn, partnership);
    if (Temporal.Instant.compare(now, due) < 0) return { kind: "too-early" };
    const { bank, words } = needs;
    const sources = { partnership, release, monthAnswers: stores.monthAnswers, bank, words, now };
    const posts: NewMessage[] = [];
    for (const audience of audiences) {
      const digest = await stores.digests.keep({
        id: needs.ids.next(),
        partnershipId,
        month,
        audience,
        text: await composeDigest(sources, audience),
        writtenAt: now,
      });
      const post = partnership.posts[audience];
      if (post === null) continue;
      posts.push({
        key: `digest:${partnershipId}:${month}:${audience}`,
        purpose: "digest",
        partnershipId,
        contactId: null,
        post,
        subjectId: digest.id,
        dueAt: now,
        expiresAt: null,
      });
    }
    return { kind: "posted", count: await stores.messages.add(posts) };
  });
}
