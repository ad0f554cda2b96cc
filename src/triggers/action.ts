import type { OpenRoundNeeds } from "../check-ins/open-round.ts";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import type { AnsweringStores } from "../check-ins/record-rating.ts";
import type { RoundStores } from "../check-ins/round-stores.ts";
import type { EscalationStore } from "../escalations/escalation-store.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { AuditLog } from "../partnerships/contact-store.ts";
import type { IdentityStore, LinkStore } from "../partnerships/identity-store.ts";
import type { Account, Reply } from "../ports/chat-adapter.ts";
import type { Ids } from "../ports/ids.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Logger } from "../ports/logger.ts";
import type { Directly, Transact } from "../ports/transaction.ts";
import type { WordsFor } from "../ports/words.ts";
import type { StatusStores } from "../status/query-status.ts";
import type { WinStore } from "../wins/win-store.ts";

export interface ActionStores extends RoundStores, AnsweringStores, StatusStores {
  readonly contacts: AnsweringStores["contacts"];
  readonly partnerships: RoundStores["partnerships"];
  readonly rounds: RoundStores["rounds"];
  readonly identities: IdentityStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
  readonly escalations: EscalationStore;
  readonly wins: WinStore;
  readonly jobs: JobQueue;
}

/** What the actions of cards need to do their work. */
export interface ActionNeeds extends Omit<OpenRoundNeeds, "transact"> {
  readonly transact: Transact<ActionStores>;
  readonly directly: Directly<ActionStores>;
  readonly ids: Ids;
  readonly bank: QuestionBank;
  readonly wordsFor: WordsFor;
  readonly logger: Logger;
  /** Makes a path of ours an address that can be handed to people. */
  readonly absolute: (path: string) => string;
}

/** One tap or form, with the person found as far as the handler asks. Nothing in `given` is trusted. */
export interface ActionRequest {
  readonly eventId: string;
  readonly account: Account;
  readonly conversation: string;
  /** Empty unless the handler asks for them. */
  readonly contactIds: readonly string[];
  /** Empty unless the handler asks for them. */
  readonly contacts: readonly Contact[];
  readonly given: Readonly<Record<string, string | undefined>>;
}

export interface ActionHandler {
  /**
   * What is read of the person before it runs. Unless it is the contacts, the flow itself checks that the thing belongs
   * to them and knows an event that was there before.
   */
  readonly lookUp: "nothing" | "ids" | "contacts";
  readonly run: (needs: ActionNeeds, request: ActionRequest) => Promise<Reply>;
}
