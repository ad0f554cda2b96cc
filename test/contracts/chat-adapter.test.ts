import { createWebAdapter } from "../../adapters/web/web-adapter.ts";
import { createMessageBoard } from "../../db/stores/message-board.ts";
import { randomIds } from "../../src/ports/ids.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { engineKinds, withEngine } from "../engines/engine.ts";
import { createLoopbackAdapter } from "../faults/loopback-adapter.ts";
import { startLoopbackPlatform } from "../faults/loopback-platform.ts";
import { chatAdapterContract } from "./chat-adapter.ts";

let addresses = 0;
const address = () => {
  addresses += 1;
  return `place-${addresses}`;
};

for (const kind of engineKinds) {
  chatAdapterContract(`browser on ${kind}`, async () => {
    const engine = await withEngine(kind);
    const opened = await engine.open();
    const board = createMessageBoard(opened.database, createTestClock("2026-11-02T12:00Z"), randomIds);
    return {
      adapter: createWebAdapter({ board }),
      address,
      seen: async (to) => (await board.list(to, 100)).flatMap(({ card }) => (card === null ? [] : [card])),
      breakDown: async () => void (await engine.query("drop table board_messages")),
      close: async () => {
        await opened.close();
        await engine.close();
      },
    };
  });
}

chatAdapterContract("loopback platform", async () => {
  const platform = await startLoopbackPlatform();
  return {
    adapter: createLoopbackAdapter(platform.url),
    address,
    seen: async (to) => platform.accepted.filter((message) => message.to === to).map(({ card }) => card),
    breakDown: () => platform.close(),
    close: async () => {},
  };
});
