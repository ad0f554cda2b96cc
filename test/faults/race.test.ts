import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openRound } from "../../src/check-ins/open-round.ts";
import { sendMessages } from "../../src/messages/send-messages.ts";
import type { ChatAdapter, Conversation } from "../../src/ports/chat-adapter.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";

const crowd = 5000;

describe("two Rapports on one server", () => {
  let engine: Engine;
  const open: TestRapport[] = [];
  beforeAll(async () => {
    engine = await withEngine("server");
  });
  afterEach(async () => {
    for (const rapport of open.splice(0)) await rapport.close(1000);
  });
  afterAll(() => engine.close());

  test("5,000 invitations: every one is sent, none twice, and both did their part", async () => {
    const counts = new Map<string, number>();
    const counting: ChatAdapter = {
      platform: "slack",
      capabilities: { duplicates: "history", updates: false },
      surface: () => "private",
      lane: () => "slack",
      async send({ to, key }) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return { kind: "sent", conversation: to as Conversation, messageId: key };
      },
      find: async () => ({ kind: "cannot-tell" }),
      update: async () => false,
    };
    const first = await startRapport(engine, { adapters: [counting] });
    open.push(first);
    await first.query(addCrowd, [crowd]);
    await first.query(
      "insert into routes (id, contact_id, platform, address, position) select gen_random_uuid(), id, 'slack', key, 0 from contacts where key like 'x%'",
    );
    const [partnership] = await first.query("select id from partnerships");
    const round = await openRound(first.context, { partnershipId: String(partnership?.id) });
    expect(round).toMatchObject({ kind: "opened", invited: crowd });

    const second = await startRapport(engine, { adapters: [counting], roster: null, keep: true });
    open.push(second);
    const takenBy = await Promise.all([first, second].map(sendAll));
    expect(takenBy.reduce((sum, taken) => sum + taken)).toBe(crowd);
    expect(Math.min(...takenBy)).toBeGreaterThan(0);
    expect(counts.size).toBe(crowd);
    expect([...counts.values()].filter((count) => count > 1)).toEqual([]);
    const states =
      "select m.state, i.state as invitation, count(*)::int as n from messages m join invitations i on i.id = m.subject_id where m.purpose = 'check-in' group by 1, 2";
    expect(await first.query(states)).toEqual([{ state: "sent", invitation: "sent", n: crowd }]);
    expect(await first.query("select count(*)::int as n from deliveries where outcome <> 'sent'")).toEqual([
      { n: 0 },
    ]);
  });

  test("the same tick on both at once opens one round, invites everybody once and sends everything once", async () => {
    const first = await startRapport(engine, { at: noonOf("2026-11-02") });
    const second = await startRapport(engine, { roster: null, keep: true, at: noonOf("2026-11-02") });
    open.push(first, second);
    const both = [first, second];
    await Promise.all(both.map((one) => one.settle()));
    await first.query("update contacts set consented_at = joined_at");
    for (const day of ["2026-11-10", "2026-11-12", "2026-11-17", "2026-11-21"]) {
      for (const one of both) one.clock.set(noonOf(day), "America/Chicago");
      await Promise.all(both.map((one) => one.settle()));
      await Promise.all(both.map((one) => one.settle()));
    }
    const rounds = await first.query("select opens_on::text as on from rounds order by 1");
    expect(rounds.map(({ on }) => on)).toEqual(["2026-11-02", "2026-11-10", "2026-11-17"]);
    const each = await first.query(
      "select purpose, count(*)::int as n, count(distinct key)::int as keys from messages where state = 'sent' group by 1 order by 1",
    );
    expect(each).toEqual([
      { purpose: "check-in", n: 16, keys: 16 },
      { purpose: "introduction", n: 8, keys: 8 },
      { purpose: "reminder", n: 8, keys: 8 },
    ]);
    expect(await first.query("select count(*)::int as n from board_messages")).toEqual([{ n: 32 }]);
  });
});

/** That many more contacts like Bob who have said Start; everybody else takes no part. */
const addCrowd = `
  insert into contacts (id, partnership_id, key, name, organisation, side, role, roster_time_zone, roster_language,
    holidays, duties, joined_at, cadence, introduced_at, consented_at)
  select gen_random_uuid(), c.partnership_id, 'x' || n, 'Name of x' || n, c.organisation, c.side, c.role,
    c.roster_time_zone, c.roster_language, c.holidays, c.duties, c.joined_at, c.cadence, c.joined_at, c.joined_at
  from contacts c, generate_series(1, $1::int) n where c.key = 'bob'`;

function noonOf(day: string): string {
  return `${day}T12:00`;
}

async function sendAll(rapport: TestRapport): Promise<number> {
  let total = 0;
  for (;;) {
    const { taken } = await sendMessages(rapport.context, { limit: 64 });
    if (taken === 0) return total;
    total += taken;
  }
}
