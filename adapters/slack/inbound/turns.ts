/** Lets what can wait give way to a crowd of people who wait for an answer, which Slack wants within three seconds. */
export interface Turns {
  /** Somebody waits for an answer until the function that is returned is called. */
  begin(): () => void;
  /** So many wait that others should ask for a turn. */
  isCrowded(): boolean;
  /** One after the other, as soon as few wait; after a second anyway. */
  turn(): Promise<void>;
}

/** More than these at a time are a crowd: the database serves as many at once. */
const few = 10;
const longestWaitMs = 1_000;

export function createTurns(): Turns {
  const queue = new Set<() => void>();
  const state = { answering: 0, isTaking: false };
  const takeSoon = () => {
    if (state.isTaking || state.answering > few || queue.size === 0) return;
    state.isTaking = true;
    // Whoever has come meanwhile is seen before the next turn.
    setImmediate(() => {
      state.isTaking = false;
      const [first] = queue;
      if (state.answering <= few) first?.();
      takeSoon();
    });
  };
  return {
    begin() {
      let isOver = false;
      state.answering += 1;
      return () => {
        if (isOver) return;
        isOver = true;
        state.answering -= 1;
        takeSoon();
      };
    },
    isCrowded: () => state.answering > few,
    turn() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const take = () => {
        clearTimeout(timer);
        queue.delete(take);
        resolve();
      };
      const timer = setTimeout(take, longestWaitMs);
      queue.add(take);
      takeSoon();
      return promise;
    },
  };
}
