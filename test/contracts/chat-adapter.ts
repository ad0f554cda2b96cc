import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Card } from "../../src/ports/card.ts";
import type { ChatAdapter, Conversation } from "../../src/ports/chat-adapter.ts";

/** What the contract needs from a platform besides its adapter. */
export interface ChatAdapterTrial {
  readonly adapter: ChatAdapter;
  /** An address that takes messages, new at each call. */
  address(): string;
  /** What stands in a conversation now, oldest first. */
  seen(to: string): Promise<readonly Card[]>;
  /** Makes every call to the platform fail from now on, as if it were unreachable. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

/** What the trials send. */
export const contractCards: readonly [Card, Card] = [
  { summary: "One", nodes: [{ kind: "text", text: "One" }] },
  { summary: "Two", nodes: [{ kind: "quote", text: "<!channel> [x](http://evil)" }] },
];
const [card, other] = contractCards;

/** What every chat adapter promises (src/ports/chat-adapter.ts), whatever its platform. */
export function chatAdapterContract(name: string, make: () => Promise<ChatAdapterTrial>): void {
  describe(`chat adapter contract: ${name}`, () => {
    let trial: ChatAdapterTrial;
    let key = 0;
    const nextKey = () => {
      key += 1;
      return `00000000-0000-4000-8000-${String(key).padStart(12, "0")}`;
    };
    beforeAll(async () => {
      trial = await make();
    });
    afterAll(() => trial.close());

    test("a message that was sent stands in its conversation alone, and says where", async () => {
      const { adapter } = trial;
      const [to, elsewhere] = [trial.address(), trial.address()];
      const sent = await adapter.send({ to, card, key: nextKey() });
      expect(sent).toEqual({ kind: "sent", conversation: expect.any(String), messageId: expect.any(String) });
      expect(await trial.seen(to)).toEqual([card]);
      expect(await trial.seen(elsewhere)).toEqual([]);
    });

    test("different keys are different messages, in the order of sending", async () => {
      const { adapter } = trial;
      const to = trial.address();
      const first = await adapter.send({ to, card, key: nextKey() });
      const second = await adapter.send({ to, card: other, key: nextKey() });
      expect(await trial.seen(to)).toEqual([card, other]);
      expect(first).not.toEqual(second);
    });

    test("duplicates are as the capabilities say: one key is one message, or the first is found", async () => {
      const { adapter } = trial;
      const to = trial.address();
      const again = nextKey();
      const first = await adapter.send({ to, card, key: again });
      const { duplicates } = adapter.capabilities;
      if (duplicates === "key") {
        const repeats = await Promise.all([1, 2, 3].map(() => adapter.send({ to, card, key: again })));
        expect(repeats).toEqual([first, first, first]);
        expect(await trial.seen(to)).toEqual([card]);
      }
      const found = await adapter.find({ to, key: again });
      expect(found).toEqual(duplicates === "none" ? { kind: "cannot-tell" } : { ...first, kind: "found" });
    });

    test("what was never sent there is absent", async () => {
      const { adapter } = trial;
      const [to, elsewhere] = [trial.address(), trial.address()];
      const there = nextKey();
      await adapter.send({ to, card, key: there });
      const absent = { kind: adapter.capabilities.duplicates === "none" ? "cannot-tell" : "absent" };
      expect(await adapter.find({ to, key: nextKey() })).toEqual(absent);
      expect(await adapter.find({ to: elsewhere, key: there })).toEqual(absent);
    });

    test("a posted card is replaced in place where the platform can, and others are left alone", async () => {
      const { adapter } = trial;
      const to = trial.address();
      const sent = await adapter.send({ to, card, key: nextKey() });
      await adapter.send({ to, card, key: nextKey() });
      if (sent.kind !== "sent") throw new Error("It was not sent.");
      const replaced = await adapter.update({ ...sent, card: other });
      expect(replaced).toBe(adapter.capabilities.updates);
      expect(await trial.seen(to)).toEqual(replaced ? [other, card] : [card, card]);
    });

    test("a card that is not there cannot be replaced, and nothing is thrown", async () => {
      const { adapter } = trial;
      const conversation = trial.address() as Conversation;
      for (const messageId of ["", "nothing", "\u0000", nextKey()]) {
        expect(await adapter.update({ conversation, messageId, card })).toBe(false);
      }
    });

    test("an unreachable platform is an outcome, never an exception", async () => {
      const { adapter } = trial;
      const to = trial.address();
      await trial.breakDown();
      const sent = await adapter.send({ to, card, key: nextKey() });
      expect(["failed", "unknown"]).toContain(sent.kind);
      expect(await adapter.find({ to, key: nextKey() })).toEqual({ kind: "cannot-tell" });
      expect(await adapter.update({ conversation: to as Conversation, messageId: nextKey(), card })).toBe(
        false,
      );
    });
  });
}
