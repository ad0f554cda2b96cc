import { drawMessage } from "../../adapters/slack/draw/draw-message.ts";
import { readPrompts } from "../../src/prompts.ts";
import { agency, openOutboundWorld } from "../adapters/slack/outbound-world.ts";
import type { SlackMessage } from "../slack/slack-model.ts";
import { chatAdapterContract, contractCards } from "./chat-adapter.ts";

/** A message's words and blocks, without the ids that Slack gives to blocks. */
function essence({
  text,
  blocks,
}: Pick<SlackMessage, "text"> & { readonly blocks: readonly object[] }): string {
  return JSON.stringify([text, blocks.map((block) => ({ ...block, block_id: undefined }))]);
}

chatAdapterContract("Slack", async () => {
  const world = await openOutboundWorld();
  const { adapter, time } = world;
  const drawing = { words: readPrompts().wordsFor("en"), absolute: undefined };
  const cards = new Map(contractCards.map((card) => [essence(drawMessage(card, drawing)), card]));
  let people = 0;
  return {
    // Turns are waited for in simulated time.
    adapter: {
      ...adapter,
      send: (outgoing) => time.run(adapter.send(outgoing)),
      find: (outgoing) => time.run(adapter.find(outgoing)),
      update: (message) => time.run(adapter.update(message)),
    },
    address: () => {
      people += 1;
      return world.person(`U${people}`);
    },
    seen: async (to) =>
      world.dm(to.slice(agency.length + 1)).map((message) => {
        const card = cards.get(essence(message));
        if (card === undefined) throw new Error(`Nobody sent this: ${message.text}`);
        return card;
      }),
    breakDown: () => world.close(),
    close: async () => {},
  };
});
