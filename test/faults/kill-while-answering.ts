import type { Conversation } from "../../src/ports/chat-adapter.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { type Ground, groundTime, openGround, readGround } from "./ground.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";
import { runChild } from "./run-child.ts";

/** A tap that the child had acknowledged before it died. */
interface Acknowledged {
  readonly contactId: string;
  readonly eventId: string;
  readonly statement: string;
  readonly value: string;
}

/** What a kill left of the answers; sound when `lost` and `repeated` are empty. */
export interface AnswerReport {
  readonly signal: NodeJS.Signals | null;
  readonly acknowledged: number;
  /** Acknowledged taps that are not in the database. */
  readonly lost: readonly string[];
  /** Taps that had an effect a second time when the platform repeated them. */
  readonly repeated: readonly string[];
}

/** People answer in a child that is killed once it has acknowledged `after` taps; then the platform repeats them all. */
export async function killWhileAnswering(ground: Ground, after: number): Promise<AnswerReport> {
  const clock = createTestClock(groundTime);
  const adapter = createLoopbackAdapter("http://127.0.0.1:9");
  const before = await openGround(ground, clock, [adapter]);
  const contactIds = (await readGround(before)).map(({ contactId }) => contactId);
  await before.close();

  const platform = { kind: "loopback", url: "http://127.0.0.1:9" } as const;
  const child = runChild({ ...ground, platform, now: groundTime, work: { kind: "answer", contactIds } });
  const taps: Acknowledged[] = [];
  for await (const line of child.lines) {
    if (taps.push(JSON.parse(line) as Acknowledged) === after) child.process.kill("SIGKILL");
  }
  const signal = await child.ended();

  const rapport = await openGround(ground, clock, [adapter]);
  try {
    const first = await readGround(rapport);
    const invitations = await rapport.transact((stores) =>
      stores.invitations.openOf(contactIds, clock.now()),
    );
    for (const { contactId, eventId, statement, value } of taps) {
      const invitation = invitations.find((one) => one.contactId === contactId);
      await rapport.inbound.interact({
        eventId,
        account: { platform: "web", id: contactId },
        conversation: contactId as Conversation,
        action: { name: "rate", args: { invitation: invitation?.id ?? "", statement } },
        fields: { value },
      });
    }
    const second = await readGround(rapport);
    return {
      signal,
      acknowledged: taps.length,
      lost: lostOf(taps, first),
      repeated: changedBetween(first, second),
    };
  } finally {
    await rapport.close();
  }
}

type People = Awaited<ReturnType<typeof readGround>>;

/** A question has as many versions as it had taps; one more may have been kept and not acknowledged any more. */
function lostOf(taps: readonly Acknowledged[], people: People): string[] {
  const byQuestion = Map.groupBy(taps, ({ contactId, statement }) => `${contactId} ${statement}`);
  return [...byQuestion].flatMap(([question, group]) => {
    const [contactId = "", statement] = question.split(" ");
    const person = people.find((one) => one.contactId === contactId);
    const answer = person?.answers.find(({ questionId }) => questionId === statement);
    const extra = (answer?.version ?? 0) - group.length;
    const isLast = String(answer?.rating) === group.at(-1)?.value;
    return extra === 1 || (extra === 0 && isLast)
      ? []
      : [`${question}: ${group.length} taps, version ${answer?.version}`];
  });
}

function changedBetween(first: People, second: People): string[] {
  return first.flatMap(({ contactId, answers }, index) =>
    JSON.stringify(answers) === JSON.stringify(second[index]?.answers) ? [] : [contactId],
  );
}
