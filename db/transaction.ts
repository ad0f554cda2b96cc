import type { AnswerStore, SubmissionStore } from "../src/check-ins/answer-store.ts";
import type { InvitationStore } from "../src/check-ins/invitation-store.ts";
import type { RoundStore } from "../src/check-ins/round-store.ts";
import type { MonthAnswers } from "../src/confidentiality/month-answers.ts";
import type { ReleaseStore } from "../src/confidentiality/release-store.ts";
import type { EscalationStore } from "../src/escalations/escalation-store.ts";
import type { MessageStore } from "../src/messages/message-store.ts";
import type { AuditLog, ContactStore, PartnershipStore } from "../src/partnerships/contact-store.ts";
import type { IdentityStore, LinkStore } from "../src/partnerships/identity-store.ts";
import type { RosterStore } from "../src/partnerships/roster-store.ts";
import type { Clock } from "../src/ports/clock.ts";
import type { Ids } from "../src/ports/ids.ts";
import type { JobQueue } from "../src/ports/jobs.ts";
import type { Transact } from "../src/ports/transaction.ts";
import type { StatusReadModel } from "../src/status/status-read-model.ts";
import type { DigestStore } from "../src/summaries/digest-store.ts";
import type { MonthProgress } from "../src/triggers/month-jobs.ts";
import type { WinStore } from "../src/wins/win-store.ts";
import type { Database } from "./database.ts";
import { createMonthAnswers } from "./read-models/month-answers.ts";
import { createMonthProgress } from "./read-models/month-progress.ts";
import { createStatusReadModel } from "./read-models/status.ts";
import { sqlStateOf } from "./sql-state.ts";
import { createAnswerStore, createSubmissionStore } from "./stores/answer-store.ts";
import { createAuditLog, createContactStore, createPartnershipStore } from "./stores/contact-store.ts";
import { createDigestStore } from "./stores/digest-store.ts";
import { createEscalationStore } from "./stores/escalation-store.ts";
import { createIdentityStore, createLinkStore } from "./stores/identity-store.ts";
import { createInvitationStore } from "./stores/invitation-store.ts";
import { createMessageStore } from "./stores/message-store.ts";
import { createReleaseStore } from "./stores/release-store.ts";
import { createRosterStore } from "./stores/roster-store.ts";
import { createRoundStore } from "./stores/round-store.ts";
import { createWinStore } from "./stores/win-store.ts";

/** Everything that a flow may reach inside one transaction; each flow names the part that it needs. */
export interface Stores {
  readonly partnerships: PartnershipStore;
  readonly contacts: ContactStore;
  readonly identities: IdentityStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
  readonly rounds: RoundStore;
  readonly invitations: InvitationStore;
  readonly answers: AnswerStore;
  readonly submissions: SubmissionStore;
  readonly messages: MessageStore;
  readonly roster: RosterStore;
  readonly releases: ReleaseStore;
  readonly digests: DigestStore;
  readonly escalations: EscalationStore;
  readonly wins: WinStore;
  readonly monthAnswers: MonthAnswers;
  readonly months: MonthProgress;
  readonly status: StatusReadModel;
  readonly jobs: JobQueue;
}

/** The same over one handle, for flows (a transaction) and for read models (the whole database). */
export function createStores(database: Database, parts: StoreParts): Stores {
  const { ids, clock } = parts;
  return {
    partnerships: createPartnershipStore(database),
    contacts: createContactStore(database),
    identities: createIdentityStore(database, ids),
    links: createLinkStore(database, clock),
    audit: createAuditLog(database, ids),
    rounds: createRoundStore(database, ids),
    invitations: createInvitationStore(database, ids),
    answers: createAnswerStore(database, ids),
    submissions: createSubmissionStore(database),
    messages: createMessageStore(database, ids),
    roster: createRosterStore(database),
    releases: createReleaseStore(database),
    digests: createDigestStore(database),
    escalations: createEscalationStore(database),
    wins: createWinStore(database),
    monthAnswers: createMonthAnswers(database),
    months: createMonthProgress(database),
    status: createStatusReadModel(database),
    jobs: parts.jobsIn(database),
  };
}

export interface StoreParts {
  readonly ids: Ids;
  readonly clock: Clock;
  /** Adds jobs through the given transaction. */
  readonly jobsIn: (transaction: Database) => JobQueue;
  /** Told the names of the jobs of each transaction once it is committed. */
  readonly onQueued: (names: ReadonlySet<string>) => void;
}

/** Tries before a conflict between transactions is given up. */
const mostTries = 5;

/** Serialisation failure and deadlock: safe to run again from the start. After a lost backend the commit may have happened. */
const passing = new Set(["40001", "40P01"]);

/** The only way of a flow to the database; see the port. */
export function createTransact(database: Database, parts: StoreParts): Transact<Stores> {
  return async (work) => {
    for (let tries = 1; ; tries += 1) {
      try {
        const queued = new Set<string>();
        const result = await database.transaction((transaction) =>
          work(createStores(transaction, noting(parts, queued))),
        );
        if (queued.size > 0) parts.onQueued(queued);
        return result;
      } catch (error) {
        if (tries >= mostTries || !passing.has(sqlStateOf(error))) throw error;
      }
    }
  };
}

function noting(parts: StoreParts, queued: Set<string>): StoreParts {
  const jobsIn = (transaction: Database): JobQueue => {
    const jobs = parts.jobsIn(transaction);
    return {
      enqueue: async (job) => {
        await jobs.enqueue(job);
        queued.add(job.name);
      },
    };
  };
  return { ...parts, jobsIn };
}
