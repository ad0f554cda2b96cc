import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWebAdapter } from "../../../adapters/web/web-adapter.ts";
import { RapportError } from "../../../src/errors.ts";
import type { ChatAdapter, Conversation } from "../../../src/ports/chat-adapter.ts";
import { aCheckInCard, aStatusCard } from "./sample-cards.ts";
import { WebWorld } from "./web-world.ts";

let world: WebWorld;
let adapter: ChatAdapter;
const outgoing = { to: "web:city-steward", card: aCheckInCard(), key: "check-in:i1" };

beforeEach(() => {
  world = new WebWorld();
  adapter = createWebAdapter({ board: world.board });
});
afterEach(() => world.close());

describe("the browser as a chat platform", () => {
  it("makes one message of many sends with one key, and finds it", async () => {
    expect(await adapter.find(outgoing)).toEqual({ kind: "absent" });
    const first = await adapter.send(outgoing);
    expect(await adapter.send(outgoing)).toEqual(first);
    expect(world.board.messages.size).toBe(1);
    expect(await adapter.find(outgoing)).toEqual({ ...first, kind: "found" });
  });

  it("replaces a card, and says when there is none to replace", async () => {
    const sent = await adapter.send(outgoing);
    const messageId = sent.kind === "sent" ? sent.messageId : "";
    const conversation = outgoing.to as Conversation;
    expect(await adapter.update({ conversation, messageId, card: aStatusCard() })).toBe(true);
    expect(world.board.messages.get(messageId)?.card).toEqual(aStatusCard());
    expect(await adapter.update({ conversation, messageId: "none", card: aStatusCard() })).toBe(false);
  });

  it("does not know how a send ended when the board fails, and never rejects", async () => {
    const away = () => Promise.reject(new RapportError("database.away", "Away", { retry: "later" }));
    Object.assign(world.board, { post: away, find: away, replace: away });
    expect(await adapter.send(outgoing)).toEqual({ kind: "unknown", code: "database.away" });
    expect(await adapter.find(outgoing)).toEqual({ kind: "cannot-tell" });
    expect(
      await adapter.update({
        conversation: outgoing.to as Conversation,
        messageId: "m",
        card: aStatusCard(),
      }),
    ).toBe(false);
  });
});
