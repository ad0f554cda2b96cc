import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { introduceContacts } from "../../src/check-ins/introduction.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";
import { type Behaviour, type LoopbackPlatform, startLoopbackPlatform } from "./loopback-platform.ts";

/** Two people on a platform without any history: whatever is planted happens to Ana's messages. */
const ana = "T0001/U0001";
const accept: Behaviour = { kind: "accept" };
const sent = [{ state: "sent", end_code: null }];

describe.each(engineKinds)("sends whose end is not known and that nobody can look for (%s)", (kind) => {
  let engine: Engine;
  let platform: LoopbackPlatform;
  let rapport: TestRapport;
  beforeAll(async () => {
    engine = await withEngine(kind);
  });
  beforeEach(async () => {
    platform = await startLoopbackPlatform();
    platform.history = () => "none";
    const slack = (user: string) => ({ routes: [{ slack: { team: "T0001", user } }] });
    const contacts = [
      aRosterContact("ana", slack("U0001")),
      aRosterContact("vic", { organisation: "Acme", ...slack("U0002") }),
    ];
    const roster = aRoster(aPartnership({ contacts }));
    rapport = await startRapport(engine, { adapters: [createLoopbackAdapter(platform.url)], roster });
  });
  afterEach(async () => {
    await rapport.close(1000);
    await platform.close();
  });
  afterAll(() => engine.close());

  const toAna = (...turns: readonly Behaviour[]) => {
    platform.script = ({ to, turn }) => (to === ana ? (turns[turn - 1] ?? accept) : accept);
  };
  const passMinutes = (minutes: number) => rapport.passTo(rapport.clock.now().add({ minutes }));
  /** The end of Ana's message, the ends of its attempts, how often it stands there and was asked for. */
  const outcome = async () => {
    const ends = await rapport.query(
      `select d.outcome || coalesce(' ' || d.code, '') as end from deliveries d join messages m on m.id = d.message_id
       where m.contact_id = $1 order by d.started_at`,
      [rapport.contactIds.ana],
    );
    return {
      message: await rapport.query("select state, end_code from messages where contact_id = $1", [
        rapport.contactIds.ana,
      ]),
      deliveries: ends.map(({ end }) => end),
      seen: platform.accepted.filter(({ to }) => to === ana).length,
      asked: platform.requests.filter(({ to }) => to === ana).length,
    };
  };

  test.each(["yes", "no"] as const)(
    "one reply is lost (message accepted: %s): it is sent once more, and no third time",
    async (accepted) => {
      toAna({ kind: "drop", accept: accepted });
      await rapport.settle();
      await passMinutes(60);
      expect(await outcome()).toEqual({
        message: sent,
        deliveries: ["unknown UND_ERR_SOCKET", "unknown absent", "sent"],
        seen: accepted === "yes" ? 2 : 1,
        asked: 2,
      });
    },
  );

  test("the platform answers 500 for an hour, having taken it: it is there twice at most and ends as unconfirmed", async () => {
    platform.script = ({ to }) =>
      to === ana ? { kind: "reply", accept: true, status: 500, body: "internal_error" } : accept;
    await rapport.settle();
    await passMinutes(60);
    const unconfirmed = {
      message: [{ state: "unknown", end_code: "unconfirmed" }],
      deliveries: ["unknown http.500", "unknown absent", "unknown http.500", "unknown unconfirmed"],
      seen: 2,
      asked: 2,
    };
    expect(await outcome()).toEqual(unconfirmed);
    // It has ended: nothing follows when the platform is well again.
    platform.script = () => accept;
    platform.history = () => "read";
    await passMinutes(24 * 60);
    expect(await outcome()).toMatchObject({ seen: 2, asked: 2 });
  });

  test("what fails for certain in between is no copy: it is tried until it was sent", async () => {
    const limited: Behaviour = { kind: "reply", accept: false, status: 429, headers: { "Retry-After": "9" } };
    toAna({ kind: "drop", accept: "no" }, limited, limited, limited);
    await rapport.settle();
    await passMinutes(60);
    const limits = Array(3).fill("rate-limited");
    const deliveries = ["unknown UND_ERR_SOCKET", "unknown absent", ...limits, "sent"];
    expect(await outcome()).toEqual({ message: sent, deliveries, seen: 1, asked: 5 });
  });

  test("the process dies with a message on its way, twice: nobody sends it a third time", async () => {
    await introduceContacts(rapport.context);
    for (const minutes of [0, 10]) {
      rapport.clock.advance({ minutes });
      expect(await beginAndDie(rapport)).toBeGreaterThan(0);
    }
    await passMinutes(60);
    const [end] = (await outcome()).message;
    expect(end).toEqual({ state: "unknown", end_code: "unconfirmed" });
    expect(platform.requests).toEqual([]);
  });
});

/** Claims what is due and begins to send it as a process does that dies then; returns how many that were. */
async function beginAndDie({ transact, clock }: TestRapport): Promise<number> {
  const now = clock.now();
  const claim = { attemptId: randomUUID(), leaseUntil: now.add({ minutes: 2 }), limit: 64 };
  return transact(async ({ messages }) => {
    await messages.expireLeases(now);
    const claimed = await messages.claimDue(now, claim);
    const begun = claimed.map(({ id }) => ({
      id: randomUUID(),
      messageId: id,
      routeId: null,
      platform: "slack" as const,
      startedAt: now,
    }));
    return (await messages.beginDeliveries(claim.attemptId, claim.leaseUntil, begun)).size;
  });
}
