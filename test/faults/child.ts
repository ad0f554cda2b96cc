import { writeSync } from "node:fs";
import { openRapport, type Rapport } from "../../src/compose.ts";
import type { ChatAdapter, Conversation, Platform } from "../../src/ports/chat-adapter.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { testSettings } from "../engines/start-rapport.ts";
import { createKillHooks } from "./kill-hooks.ts";
import type { ChildTask } from "./kill-points.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";

/** A Rapport in a process of its own that is killed, by itself or by its parent, in the middle of its work. */
const task = JSON.parse(process.argv[2] ?? "") as ChildTask;
const { platform, work } = task;
const { clock, ids, watch } = createKillHooks(task);
const { databaseUrl, dataDir } = task;
const rapport = await openRapport(
  { ...testSettings, databaseUrl, dataDir, ...(platform.kind === "slack" && platform.settings) },
  {
    ...{ clock, ids, logger: createRecordingLogger() },
    adapters: platform.kind === "loopback" ? [watch(createLoopbackAdapter(platform.url))] : [],
  },
);
if (platform.kind === "slack") {
  await rapport.chat.listen();
  // The one that the program has made for itself is watched in its place.
  const adapters = rapport.context.adapters as Map<Platform, ChatAdapter>;
  for (const adapter of [...adapters.values()])
    if (adapter.platform === "slack") adapters.set("slack", watch(adapter));
}
if (work.kind === "send") {
  await rapport.context.queueDueWork();
  await rapport.context.drain();
} else await Promise.all(work.contactIds.map((contactId) => answerAll(rapport, contactId)));
await rapport.close();

/** Rates every statement of the open check-in, again and again with other values. */
async function answerAll({ inbound, transact }: Rapport, contactId: string): Promise<void> {
  const open = await transact(({ invitations }) => invitations.openOf([contactId], clock.now()));
  const [invitation] = open;
  if (invitation === undefined) throw new Error("Nothing is open.");
  for (let number = 0; ; number += 1) {
    const statement = invitation.statements[number % invitation.statements.length] ?? "";
    const value = String(1 + ((number + Math.floor(number / invitation.statements.length)) % 5));
    const tap = { eventId: `${contactId} ${number}`, statement, value };
    const reply = await inbound.interact({
      eventId: tap.eventId,
      account: { platform: "web", id: contactId },
      conversation: contactId as Conversation,
      action: { name: "rate", args: { invitation: invitation.id, statement } },
      fields: { value },
    });
    if (reply.outcome !== "done") throw new Error(`It said ${reply.outcome}.`);
    writeSync(1, `${JSON.stringify({ contactId, ...tap })}\n`);
  }
}
