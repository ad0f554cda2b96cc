import type { Reply } from "../../../src/ports/chat-adapter.ts";

/** Answers by event id, for what a person may send twice without knowing that it was the same. */
export interface SameAnswer {
  /**
   * The answer that is being made for this event, or that refused it a moment ago; else a new one. What was kept is
   * not remembered here: the core knows.
   */
  of(eventId: string, ask: () => Promise<Reply>): Promise<Reply>;
}

const mostRemembered = 1000;

export function createSameAnswer(): SameAnswer {
  const answers = new Map<string, Promise<Reply>>();
  return {
    of(eventId, ask) {
      const known = answers.get(eventId);
      if (known !== undefined) return known;
      const answer = ask();
      answers.set(eventId, answer);
      void answer.then(({ outcome }) => {
        if (outcome !== "refused") answers.delete(eventId);
        const [oldest] = answers.keys();
        if (answers.size > mostRemembered && oldest !== undefined) answers.delete(oldest);
      });
      return answer;
    },
  };
}
