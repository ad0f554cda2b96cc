import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aPartnership, aRoster, aRosterContact, type RosterContact } from "../builders/roster.ts";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";
import { type Behaviour, type LoopbackPlatform, startLoopbackPlatform } from "./loopback-platform.ts";

const accept: Behaviour = { kind: "accept" };

describe.each(engineKinds)("many contacts at once (%s)", (kind) => {
  let engine: Engine;
  let platform: LoopbackPlatform;
  let rapport: TestRapport;
  beforeAll(async () => {
    engine = await withEngine(kind);
  });
  beforeEach(async () => {
    platform = await startLoopbackPlatform();
  });
  afterEach(async () => {
    await rapport.close(1000);
    await platform.close();
  });
  afterAll(() => engine.close());

  const start = async (contacts: readonly RosterContact[]) => {
    const adapters = [createLoopbackAdapter(platform.url), createLoopbackAdapter(platform.url, "email")];
    rapport = await startRapport(engine, { adapters, roster: aRoster(aPartnership({ contacts })) });
  };
  const consentAll = () =>
    rapport.query("update contacts set introduced_at = joined_at, consented_at = joined_at");

  test("a storm of 429 on every third call over 300 contacts: all are sent to, nobody twice", async () => {
    platform.script = ({ number }) =>
      number % 3 === 0
        ? { kind: "reply", accept: false, status: 429, headers: { "Retry-After": "30" } }
        : accept;
    await start(crowd(300));
    await rapport.settle();
    await rapport.passTo(rapport.clock.now().add({ minutes: 30 }));
    expect(new Set(platform.accepted.map(({ to }) => to)).size).toBe(300);
    expect(platform.accepted).toHaveLength(300);
    const ends = "select state, count(*)::int as n from messages group by 1";
    expect(await rapport.query(ends)).toEqual([{ state: "sent", n: 300 }]);
    const tooEarly = `select count(*)::int as n from deliveries a join deliveries b using (message_id)
      where a.outcome = 'rate-limited' and b.started_at > a.started_at and b.started_at < a.ended_at + interval '30 seconds'`;
    expect(await rapport.query(tooEarly)).toEqual([{ n: 0 }]);
  });

  test("dead users among 100: those with another route get their card there, the rest are undeliverable, all others unaffected", async () => {
    const isDead = (to: string) => /U\d*[05]$/.test(to);
    platform.script = ({ to }) => (isDead(to) ? { kind: "reply", accept: false, status: 404 } : accept);
    const contacts = crowd(100).map((contact, index) =>
      index % 10 === 9 && contact.routes !== undefined
        ? { ...contact, routes: [...contact.routes, { email: `${contact.id}@city.example` }] }
        : contact,
    );
    await start(contacts);
    await consentAll();
    await rapport.settle();
    await rapport.passTo("2026-11-04T12:00", "America/Chicago");
    const states = "select state, count(*)::int as n from invitations group by 1 order by 1";
    expect(await rapport.query(states)).toEqual([
      { state: "sent", n: 90 },
      { state: "undeliverable", n: 10 },
    ]);
    expect(platform.accepted).toHaveLength(90);
    expect(platform.accepted.filter(({ to }) => to.endsWith("@city.example"))).toHaveLength(10);
    const routes =
      "select state, count(*)::int as n from routes where platform = 'slack' group by 1 order by 1";
    expect(await rapport.query(routes)).toEqual([
      { state: "gone", n: 20 },
      { state: "ok", n: 80 },
    ]);
    expect(platform.requests.filter(({ to }) => isDead(to))).toHaveLength(20);
  });

  test("the next round tries no dead route again and reaches everybody else once more", async () => {
    platform.script = ({ to }) =>
      to === "T0001/U0005" ? { kind: "reply", accept: false, status: 404 } : accept;
    await start(crowd(6));
    await consentAll();
    await rapport.settle();
    await rapport.passTo("2026-11-10T10:00", "America/Chicago");
    expect(platform.requests.filter(({ to }) => to === "T0001/U0005")).toHaveLength(1);
    const cards = "select count(*)::int as n from messages where purpose = 'check-in' and state = 'sent'";
    expect(await rapport.query(cards)).toEqual([{ n: 10 }]);
  });

  test("a pause between claim and send: the card on its way comes once at most, and nothing follows it", async () => {
    const release = Promise.withResolvers<Behaviour>();
    platform.script = () => ({ kind: "hold", accept: true, until: release.promise });
    await start(crowd(3));
    await consentAll();
    const work = rapport.settle();
    while (platform.requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
    const contactId = rapport.contactIds.c2 ?? "";
    await rapport.inbound.command({
      eventId: "pause",
      account: { platform: "slack", id: "T0001/U0002" },
      conversation: "T0001/U0002" as never,
      text: "pause",
    });
    release.resolve({ kind: "drop", accept: "no" });
    await work;
    platform.script = () => accept;
    await rapport.passTo("2026-11-20T12:00", "America/Chicago");
    expect(platform.accepted.filter(({ to }) => to === "T0001/U0002")).toHaveLength(1);
    const waiting = "select id from messages where contact_id = $1 and state in ('pending', 'sending')";
    expect(await rapport.query(waiting, [contactId])).toEqual([]);
    const others = platform.accepted.filter(({ to }) => to === "T0001/U0001");
    expect(others.length).toBeGreaterThan(1);
  });
});

/** That many people of the City on the loopback platform, and the last one is Acme's; duties are theirs. */
function crowd(size: number): readonly RosterContact[] {
  return Array.from({ length: size }, (_, index) => {
    const number = index + 1;
    const id = number === 1 ? "ana" : number === size ? "vic" : `c${number}`;
    const user = `U${String(number).padStart(4, "0")}`;
    return aRosterContact(id, {
      organisation: number === size ? "Acme" : "City",
      routes: [{ slack: { team: "T0001", user } }],
    });
  });
}
