import type { Conversation } from "../../src/ports/chat-adapter.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { type Ground, groundTime, openGround, readGround } from "../faults/ground.ts";
import { createLoopbackAdapter } from "../faults/loopback-adapter.ts";

const taps = 20;

/**
 * Four people tap twenty times each while the database server is crashed and restarted; whoever is told "not saved"
 * taps again. Null when every tap is there once; else what was wrong.
 */
export async function crashWhileAnswering(
  ground: Ground,
  crashAndRestart: () => Promise<void>,
): Promise<string | null> {
  const clock = createTestClock(groundTime);
  const rapport = await openGround(ground, clock, [createLoopbackAdapter("http://127.0.0.1:9")]);
  try {
    const contactIds = (await readGround(rapport)).map(({ contactId }) => contactId);
    const open = await rapport.transact(({ invitations }) => invitations.openOf(contactIds, clock.now()));
    let crash: Promise<void> | undefined;
    const people = open.map(async ({ id, contactId, statements }) => {
      for (let number = 0; number < taps; number += 1) {
        if (number === taps / 4) crash ??= crashAndRestart();
        const statement = statements[0] ?? "";
        const interaction = {
          eventId: `${contactId} ${number}`,
          account: { platform: "web" as const, id: contactId },
          conversation: contactId as Conversation,
          action: { name: "rate", args: { invitation: id, statement } },
          fields: { value: String(1 + (number % 5)) },
        };
        for (let outcome = "not-saved"; outcome === "not-saved"; ) {
          ({ outcome } = await rapport.inbound.interact(interaction));
          if (outcome === "not-saved") await crash;
        }
      }
    });
    await Promise.all(people);
    await crash;
    const kept = await readGround(rapport);
    const wrong = kept.filter(({ answers }) => answers[0]?.version !== taps || answers[0].rating !== 5);
    return wrong.length === 0 ? null : JSON.stringify(wrong.map(({ answers }) => answers));
  } finally {
    await rapport.close();
  }
}
