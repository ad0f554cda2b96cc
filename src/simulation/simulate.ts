import type { InvitationStore } from "../check-ins/invitation-store.ts";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { AuditLog, ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import { importRoster } from "../partnerships/import-roster.ts";
import type { RosterFault } from "../partnerships/roster-fault.ts";
import type { RosterStore } from "../partnerships/roster-store.ts";
import type { Inbound } from "../ports/chat-adapter.ts";
import type { Ids } from "../ports/ids.ts";
import type { MessageBoard } from "../ports/page.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Arrivals } from "./arrivals.ts";
import { createAttitudes } from "./attitude.ts";
import { ownCourses } from "./episodes.ts";
import { peopleOf } from "./people-of.ts";
import { playThrough } from "./play-through.ts";
import { createScheduleMoments } from "./schedule-moments.ts";
import { createSimulatedBrowser } from "./simulated-browser.ts";
import type { SimulatedClock } from "./simulated-clock.ts";
import type { Stage } from "./simulated-person.ts";
import type { SimulatedTexts } from "./simulated-texts.ts";
import { type Span, shareOf } from "./span.ts";
import { countPublished, type SimulationSummary, type SummaryStores } from "./summary.ts";
import type { Cast } from "./temperament.ts";
import { createWriter } from "./writer.ts";

interface SimulationStores extends SummaryStores {
  readonly roster: RosterStore;
  readonly partnerships: PartnershipStore;
  readonly contacts: ContactStore;
  readonly rounds: RoundStore;
  readonly invitations: InvitationStore;
  readonly messages: MessageStore;
  readonly audit: AuditLog;
}

/** A whole Rapport on an empty store, under the simulation's own clock and ids. */
export interface SimulationNeeds {
  readonly clock: SimulatedClock;
  readonly ids: Ids;
  readonly transact: Transact<SimulationStores>;
  readonly bank: QuestionBank;
  readonly inbound: Inbound;
  readonly board: MessageBoard;
  /** What the browser's adapter posts. */
  readonly arrivals: Arrivals;
  queueDueWork(): Promise<unknown>;
  /** Works on queued jobs until none is left; whether there were any, which costs nothing to know. */
  work(): Promise<boolean>;
  /** Throws when a job has failed. */
  check(): void;
}

export interface SimulationPlan {
  readonly seed: number;
  readonly weeks: number;
  /** The clock stands at its start. */
  readonly span: Span;
  readonly roster: { readonly text: string; readonly source: string };
  readonly texts: SimulatedTexts;
  /** Told at the start of each week that is done, with what has been answered so far. */
  readonly progress: (state: {
    readonly week: number;
    readonly weeks: number;
    readonly note: string;
  }) => void;
}

export type SimulationOutcome =
  | { readonly kind: "filled"; readonly summary: SimulationSummary }
  | { readonly kind: "not-empty"; readonly partnerships: number; readonly rounds: number }
  | { readonly kind: "roster-faults"; readonly faults: readonly RosterFault[] };

/** Acts that neither queue nor cancel a message, so that the schedule stays as it is. */
const onlyAnswers: ReadonlySet<string> = new Set([
  "rate",
  "answer-prompt",
  "skip-prompt",
  "edit",
  "show-check-in",
]);

/**
 * Fills an empty store by driving the real flows: imports the roster, lets the schedule run and simulated contacts
 * answer, up to the end of the span. The same seed, span and roster make the same store. Rejects with RapportError
 * `simulation.fault` when a job fails.
 */
export async function simulate(needs: SimulationNeeds, plan: SimulationPlan): Promise<SimulationOutcome> {
  const { clock, transact, bank } = needs;
  const { seed, span } = plan;
  const found = await contentsOf(transact);
  if (found.partnerships > 0) return { kind: "not-empty", ...found };
  const imported = await importRoster(needs, { ...plan.roster, dryRun: false });
  if (imported.kind === "faults") return { kind: "roster-faults", faults: imported.faults };
  const casts = await castsOf(transact);
  const partnerships = casts.map(({ partnership }) => partnership);
  const counted = { ratings: 0, texts: 0 };
  const moments = createScheduleMoments(transact, partnerships, span);
  const stage: Stage = {
    clock,
    span,
    transact,
    bank,
    browser: createSimulatedBrowser({
      ...needs,
      done: (what) => {
        if (!onlyAnswers.has(what)) moments.forget();
      },
    }),
    attitudes: createAttitudes(seed, span),
    writer: createWriter(plan.texts),
    answered: (kind) => {
      if (kind === "rating") counted.ratings += 1;
      else counted.texts += 1;
    },
  };
  const people = peopleOf(seed, casts);
  const tell = weekly(plan, () => `${counted.ratings} ratings, ${counted.texts} texts`);
  await playThrough({
    ...needs,
    span,
    stage,
    people,
    moments,
    courses: [...people.values()].flatMap((person) => ownCourses(stage, person)),
    moved: tell,
  });
  await noteInAudit(transact, plan, clock);
  tell(span.end);
  const reached = await reachedByBrowser(transact, [...people.keys()]);
  const summary: SimulationSummary = {
    seed,
    weeks: plan.weeks,
    from: span.start.toString(),
    until: span.end.toString(),
    partnerships: casts.length,
    contacts: people.size,
    unreached: people.size - reached,
    rounds: moments.rounds(),
    ...counted,
    messages: needs.arrivals.count(),
    ...(await countPublished(transact, partnerships, span)),
  };
  return { kind: "filled", summary };
}

async function contentsOf(transact: Transact<SimulationStores>) {
  return transact(async ({ roster, rounds }) => ({
    partnerships: (await roster.snapshot()).partnerships.length,
    rounds: (await rounds.lastDates()).size,
  }));
}

async function castsOf(transact: Transact<SimulationStores>): Promise<readonly Cast[]> {
  return transact(async ({ partnerships, contacts }) => {
    const casts: Cast[] = [];
    for (const partnership of await partnerships.active())
      casts.push({ partnership, contacts: await contacts.activeOf(partnership.id) });
    return casts;
  });
}

/** Tells of each new week once. */
function weekly({ weeks, span, progress }: SimulationPlan, note: () => string) {
  let told = -1;
  return (at: SimulationPlan["span"]["end"]) => {
    const week = Math.floor(shareOf(span, at) * weeks);
    if (week === told) return;
    told = week;
    progress({ week, weeks, note: note() });
  };
}

/** Nobody shall take made-up answers for real ones: the store says itself where they come from. */
async function noteInAudit(
  transact: Transact<SimulationStores>,
  { seed, weeks }: SimulationPlan,
  clock: SimulatedClock,
): Promise<void> {
  const entry = { partnershipId: null, actor: "operator", action: "simulation.filled", subject: "store" };
  await transact(({ audit }) => audit.add({ ...entry, details: { seed, weeks } }, clock.now()));
}

async function reachedByBrowser(
  transact: Transact<SimulationStores>,
  contactIds: readonly string[],
): Promise<number> {
  const routes = await transact(({ contacts }) => contacts.routesOf(contactIds));
  return new Set(routes.filter(({ platform }) => platform === "web").map(({ contactId }) => contactId)).size;
}
