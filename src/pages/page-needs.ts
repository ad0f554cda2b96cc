import type { InvitationStore } from "../check-ins/invitation-store.ts";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { IdentityStore } from "../partnerships/identity-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { MessageBoard } from "../ports/page.ts";
import type { Transact } from "../ports/transaction.ts";
import type { WordsFor } from "../ports/words.ts";
import type { StatusStores } from "../status/query-status.ts";
import type { DigestStore } from "../summaries/digest-store.ts";

interface PageStores extends StatusStores {
  readonly contacts: Pick<ContactStore, "get" | "many" | "activeOf" | "routesOf">;
  readonly partnerships: Pick<PartnershipStore, "get" | "many" | "byKey" | "active">;
  readonly identities: Pick<IdentityStore, "ofContacts">;
  readonly invitations: Pick<InvitationStore, "detail" | "openOf" | "recentDetails">;
  readonly digests: Pick<DigestStore, "get" | "listOf">;
}

/** What the pages are made from; they only read. */
export interface PageNeeds {
  readonly clock: Clock;
  readonly transact: Transact<PageStores>;
  readonly bank: QuestionBank;
  readonly wordsFor: WordsFor;
  readonly board: Pick<MessageBoard, "list">;
  /** What can be typed in chat, with the key of each explanation, for the help. */
  readonly commands: readonly { readonly usage: string; readonly help: string }[];
}
