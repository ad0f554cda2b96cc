import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "../../db/database.ts";
import { rowsOf } from "../../db/migrate.ts";
import type { Conversation } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { type Engine, onlooker, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { createLoopbackAdapter } from "../faults/loopback-adapter.ts";
import { startLoopbackPlatform } from "../faults/loopback-platform.ts";

/** PLATFORMS 6: postgres.js without our patch ends the process here. */
describe("the server ends backends", () => {
  let engine: Engine;
  let opened: OpenDatabase;
  beforeAll(async () => {
    engine = await withEngine("server");
  });
  beforeEach(async () => {
    await engine.empty();
    opened = await engine.open();
  });
  afterEach(() => opened.close());
  afterAll(() => engine.close());

  const terminate = (where: string) =>
    engine.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name <> '${onlooker}' and (${where})`,
    );
  const insert = (id: string) => sql`insert into submissions (event_id, received_at) values (${id}, now())`;
  const kept = async () =>
    (await engine.query("select event_id from submissions order by 1")).map((row) => row.event_id);

  test.each([0, 1, 5])(
    "in the middle of a transaction, with %i statements on their way: all of it fails and none of it is kept",
    async (onTheWay) => {
      for (let time = 0; time < 10; time += 1) {
        const late: PromiseSettledResult<unknown>[] = [];
        const lost = opened.database.transaction(async (transaction) => {
          await transaction.execute(insert(`before ${time}`));
          const waiting = Array.from({ length: onTheWay }, (_, index) =>
            transaction.execute(sql`select pg_sleep(60), ${index}::int`),
          );
          await terminate("state = 'idle in transaction' or query like '%pg_sleep%'");
          late.push(
            ...(await Promise.allSettled([...waiting, transaction.execute(insert(`after ${time}`))])),
          );
          late.push(...(await Promise.allSettled([transaction.execute(insert(`later ${time}`))])));
        });
        await expect(lost).rejects.toThrow();
        expect(late.map(({ status }) => status)).toEqual(late.map(() => "rejected"));
      }
      expect(await kept()).toEqual([]);
      await opened.database.execute(insert("alive"));
      expect(await kept()).toEqual(["alive"]);
      const numbers = Array.from({ length: 40 }, (_, index) => index);
      const replies = await Promise.all(
        numbers.map((number) => opened.database.execute(sql`select ${number}::int as number`)),
      );
      expect(replies.map((rows) => rowsOf(rows)[0]?.number)).toEqual(numbers);
    },
  );

  test("a caller who swallows the loss commits nothing", async () => {
    const outcome = opened.database.transaction(async (transaction) => {
      await transaction.execute(insert("before"));
      await terminate("state = 'idle in transaction'");
      await transaction.execute(insert("after")).catch(() => {});
      await transaction.execute(insert("again")).catch(() => {});
    });
    await expect(outcome).rejects.toThrow();
    expect(await kept()).toEqual([]);
  });

  test("while people answer: what was acknowledged is there, the rest is told and can be sent again", async () => {
    const rapport = await startRapport(engine);
    await rapport.settle();
    const people = ["ana", "bob", "cyd", "dee"];
    const ids = people.map((key) => rapport.contactIds[key] ?? "");
    await rapport.query("update contacts set consented_at = joined_at");
    rapport.clock.set("2026-11-10T10:00", "America/Chicago");
    await rapport.settle();
    const open = await rapport.transact(({ invitations }) => invitations.openOf(ids, rapport.clock.now()));
    const taps = open.flatMap((invitation) =>
      invitation.statements.flatMap((statement) =>
        ["1", "2", "3", "4", "5"].map((value) => ({
          contactId: invitation.contactId,
          invitation: invitation.id,
          statement,
          value,
        })),
      ),
    );
    const counts = { done: 0, "not-saved": 0, refused: 0, repeated: 0 };
    const everything = Promise.all(
      taps.map(async (tap) => {
        for (let outcome = "not-saved"; outcome === "not-saved"; ) {
          const reply = await rapport.inbound.interact(interactionOf(tap));
          outcome = reply.outcome;
          counts[reply.outcome] += 1;
        }
      }),
    );
    let ended = 0;
    for (let time = 0; time < 10; time += 1) ended += (await terminate("true")).length;
    await everything;
    expect(ended).toBeGreaterThan(0);
    expect([counts.done, counts.refused]).toEqual([taps.length, 0]);
    const versions = await rapport.query(
      "select count(*)::int as n, sum(version)::int as versions from answers",
    );
    expect(versions).toEqual([{ n: taps.length / 5, versions: taps.length }]);
    await rapport.close(1000);
  });

  test("while cards are being sent: every card arrives once and the database comes to know it", async () => {
    const platform = await startLoopbackPlatform();
    const contacts = ["ana", "bob", "cyd", "dee", "vic"].map((id, index) =>
      aRosterContact(id, {
        organisation: id === "vic" ? "Acme" : "City",
        routes: [{ slack: { team: "T0001", user: `U000${index}` } }],
      }),
    );
    const rapport = await startRapport(engine, {
      adapters: [createLoopbackAdapter(platform.url)],
      roster: aRoster(aPartnership({ contacts })),
    });
    platform.script = ({ number }) =>
      number === 3
        ? { kind: "hold", accept: true, until: terminate("true").then(() => accepted) }
        : { kind: "accept" };
    await rapport.settle().catch(() => {});
    platform.script = () => ({ kind: "accept" });
    await recover(rapport);
    expect(platform.accepted.map(({ to }) => to).toSorted()).toEqual(
      contacts.map((_, index) => `T0001/U000${index}`),
    );
    expect(await rapport.query("select distinct state from messages")).toEqual([{ state: "sent" }]);
    await rapport.close(1000);
    await platform.close();
  });
});

const accepted = { kind: "reply", accept: false, status: 200, body: '{"id":"message-3"}' } as const;

function interactionOf(tap: { contactId: string; invitation: string; statement: string; value: string }) {
  return {
    eventId: Object.values(tap).join(" "),
    account: { platform: "web" as const, id: tap.contactId },
    conversation: tap.contactId as Conversation,
    action: { name: "rate", args: { invitation: tap.invitation, statement: tap.statement } },
    fields: { value: tap.value },
  };
}

async function recover(rapport: TestRapport): Promise<void> {
  rapport.clock.advance({ minutes: 3 });
  await rapport.settle();
  await rapport.passTo(rapport.clock.now().add({ minutes: 10 }));
}
