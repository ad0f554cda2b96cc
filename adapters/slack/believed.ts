import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";

/** What was read is believed for this long; a change of our own ends that at once. */
const believedFor = { seconds: 5 };

/** Something that is read now and then; concurrent readers share one reading, and one that fails is not kept. */
export interface Believed<Value> {
  get(): Promise<Value>;
  forget(): void;
}

export function createBelieved<Value>(clock: Clock, read: () => Promise<Value>): Believed<Value> {
  let cache: { readonly until: Temporal.Instant; readonly value: Promise<Value> } | null = null;
  const forget = () => {
    cache = null;
  };
  return {
    forget,
    get() {
      const now = clock.now();
      if (cache !== null && Temporal.Instant.compare(now, cache.until) < 0) return cache.value;
      const mine = { until: now.add(believedFor), value: read() };
      cache = mine;
      mine.value.catch(() => {
        if (cache === mine) forget();
      });
      return mine.value;
    },
  };
}
