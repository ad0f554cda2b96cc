import { writeSync } from "node:fs";
import { openRapport, type Rapport } from "../../src/compose.ts";
import type { ChatAdapter, Conversation } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { type Ids, randomIds } from "../../src/ports/ids.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { createTestClock } from "../builders/test-clock.ts";
import type { ChildTask, KillPoint } from "./kill-points.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";

/** A Rapport in a process of its own that is killed, by itself or by its parent, in the middle of its work. */
const task = JSON.parse(process.argv[2] ?? "") as ChildTask;
const { adapter, ids, clock } = withKillPoint(createLoopbackAdapter(task.platformUrl));
const rapport = await openRapport(
  {
    databaseUrl: task.databaseUrl,
    dataDir: task.dataDir,
    rosterFile: null,
    host: "127.0.0.1",
    port: 0,
    publicUrl: null,
    secret: null,
    logLevel: "silent",
    mail: null,
    slack: null,
    slackApiUrl: "https://slack.com/api/",
    slackMessagesPerMinute: 200,
  },
  { clock, ids, logger: createRecordingLogger(), adapters: [adapter] },
);
if (task.work.kind === "send") {
  await rapport.context.queueDueWork();
  await rapport.context.drain();
} else await Promise.all(task.work.contactIds.map((contactId) => answerAll(rapport, contactId)));
await rapport.close();

/** The adapter, the ids and the clock are what a send passes through at each point. */
function withKillPoint(inner: ChatAdapter): {
  readonly adapter: ChatAdapter;
  readonly ids: Ids;
  readonly clock: Clock;
} {
  let isDrawn = false;
  let isSent = false;
  const passed = countdown();
  const adapter: ChatAdapter = {
    ...inner,
    // Read while cards are drawn, inside the transaction that claims.
    get capabilities() {
      passed("before claim commit");
      isDrawn = true;
      return inner.capabilities;
    },
    async send(outgoing) {
      passed("after claim commit");
      const outcome = await inner.send(outgoing);
      passed("reply read, not committed");
      isSent = true;
      return outcome;
    },
  };
  const ids: Ids = {
    next() {
      // The next batch asks for its id only when the outcomes of the last one are committed.
      if (isSent) passed("after commit");
      return randomIds.next();
    },
  };
  const standing = createTestClock(task.now);
  const clock: Clock = {
    now() {
      // Deliveries note when they begin; that is the first look at the clock once cards are drawn.
      if (isDrawn) passed("claimed, not begun");
      return standing.now();
    },
  };
  return { adapter, ids, clock };
}

function countdown(): (point: KillPoint) => void {
  let left = task.work.kind === "send" ? task.work.nth : 0;
  return (point) => {
    if (task.work.kind !== "send" || point !== task.work.point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}

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
