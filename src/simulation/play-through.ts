import { Temporal } from "temporal-polyfill";
import { type Agenda, type Course, createAgenda } from "./agenda.ts";
import type { Arrivals } from "./arrivals.ts";
import { reactTo } from "./react.ts";
import type { ScheduleMoments } from "./schedule-moments.ts";
import type { SimulatedClock } from "./simulated-clock.ts";
import type { SimulatedPerson, Stage } from "./simulated-person.ts";
import type { Span } from "./span.ts";

export interface Play {
  readonly clock: SimulatedClock;
  readonly span: Span;
  readonly stage: Stage;
  /** By contact id, which also names the browser conversation. */
  readonly people: ReadonlyMap<string, SimulatedPerson>;
  readonly arrivals: Arrivals;
  readonly moments: ScheduleMoments;
  /** What people do of their own accord. */
  readonly courses: readonly Course[];
  /** What the schedule does every minute. */
  queueDueWork(): Promise<unknown>;
  /** Works on the jobs that the schedule and people's taps have queued; whether there were any. */
  work(): Promise<boolean>;
  /** Throws when something went wrong meanwhile. */
  check(): void;
  /** Told after every step. */
  moved(at: Temporal.Instant): void;
}

/**
 * Runs the whole span: the clock goes from one moment at which something happens to the next, be it the schedule's
 * or a person's. At one moment the schedule comes first.
 */
export async function playThrough(play: Play): Promise<void> {
  const { clock, span, moments } = play;
  const agenda = createAgenda();
  for (const course of play.courses) await agenda.begin(course);
  let lookedAt = clock.now();
  await look(play, agenda);
  for (;;) {
    const nextLook = await moments.next(lookedAt);
    const nextAct = agenda.next();
    const isLook =
      nextLook !== null && (nextAct === null || Temporal.Instant.compare(nextLook, nextAct) <= 0);
    const at = isLook ? nextLook : nextAct;
    if (at === null || Temporal.Instant.compare(at, span.end) > 0) break;
    clock.moveTo(at);
    if (isLook) {
      lookedAt = at;
      await look(play, agenda);
    } else {
      await agenda.goOn();
      await work(play, agenda);
    }
    play.moved(at);
  }
  clock.moveTo(span.end);
}

async function look(play: Play, agenda: Agenda): Promise<void> {
  await play.queueDueWork();
  await work(play, agenda);
}

/** Works until nothing waits, and shows people what has arrived. */
async function work(play: Play, agenda: Agenda): Promise<void> {
  if (await play.work()) play.moments.forget();
  play.check();
  for (const arrival of play.arrivals.take()) {
    const person = play.people.get(arrival.conversation);
    const course = person === undefined ? null : reactTo(play.stage, person, arrival);
    if (course !== null) await agenda.begin(course);
  }
}
