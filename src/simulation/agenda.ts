import type { Temporal } from "temporal-polyfill";

/** What somebody does over time: each moment that it yields is when it goes on. */
export type Course = AsyncGenerator<Temporal.Instant, void>;

/** Courses that wait for their moment. */
export interface Agenda {
  /** Runs the course up to its first wait. */
  begin(course: Course): Promise<void>;
  /** When the earliest course goes on; null when nobody waits. */
  next(): Temporal.Instant | null;
  /** Runs the earliest course up to its next wait. Of two at one moment the one that was added first goes first. */
  goOn(): Promise<void>;
}

export function createAgenda(): Agenda {
  const waiting: { readonly at: Temporal.Instant; readonly course: Course }[] = [];
  const step = async (course: Course) => {
    const { value: at } = await course.next();
    if (!at) return;
    const place = waiting.findLastIndex((entry) => entry.at.epochMilliseconds <= at.epochMilliseconds);
    waiting.splice(place + 1, 0, { at, course });
  };
  return {
    begin: step,
    next: () => waiting[0]?.at ?? null,
    goOn: async () => {
      const first = waiting.shift();
      if (first !== undefined) await step(first.course);
    },
  };
}
