/** Waiting that can be ended early. */
export interface Pauses {
  /** Resolves after so many milliseconds, or when the pauses are ended. */
  pause(milliseconds: number): Promise<void>;
  /** Ends the pause that is running and every later one. */
  end(): void;
}

/** One pause at a time. */
export function createPauses(): Pauses {
  const over = new AbortController();
  return {
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          over.signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, over.signal.aborted ? 0 : milliseconds);
        over.signal.addEventListener("abort", done);
      }),
    end: () => over.abort(),
  };
}
