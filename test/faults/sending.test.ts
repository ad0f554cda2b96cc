import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { introduceContacts } from "../../src/check-ins/introduction.ts";
import type { RosterContact } from "../builders/roster.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import { type StartOptions, startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";
import { type Behaviour, type LoopbackPlatform, startLoopbackPlatform } from "./loopback-platform.ts";

/** Two contacts on the loopback platform: whatever is planted happens to Ana's first message. */
const ana = "T0001/U0001";
const accept: Behaviour = { kind: "accept" };

describe.each(engineKinds)("sending through faults (%s)", (kind) => {
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

  const start = async (contacts: readonly RosterContact[], options: StartOptions = {}) => {
    const roster = aRoster(aPartnership({ contacts }));
    const adapters = [createLoopbackAdapter(platform.url), createLoopbackAdapter(platform.url, "email")];
    rapport = await startRapport(engine, { adapters, roster, ...options });
  };
  const toFirst = (...turns: readonly Behaviour[]) => {
    platform.script = ({ to, turn }) => (to === ana ? (turns[turn - 1] ?? accept) : accept);
  };
  /** Purpose, end and attempts of all messages to Ana, the codes of her deliveries, and what she can see. */
  const outcome = async () => ({
    message: await rapport.query("select state, end_code from messages where contact_id = $1", [
      rapport.contactIds.ana,
    ]),
    deliveries: (
      await rapport.query(
        `select d.outcome || coalesce(' ' || d.code, '') as end from deliveries d join messages m on m.id = d.message_id
         where m.contact_id = $1 order by d.started_at`,
        [rapport.contactIds.ana],
      )
    ).map(({ end }) => end),
    seen: platform.accepted.filter(({ to }) => to === ana).length,
    asked: platform.requests.filter(({ to }) => to === ana).length,
  });
  const sent = [{ state: "sent", end_code: null }];

  const unreadable = { status: 200, headers: { "Content-Type": "text/html" }, body: "<h1>Proxy</h1>" };
  const truncated = { status: 200, body: '{"id":"mess' };
  const broken = { status: 500, body: "internal_error" };
  const arrived: readonly (readonly [string, Behaviour, string])[] = [
    ["the reply is lost", { kind: "drop", accept: "yes" }, "unknown UND_ERR_SOCKET"],
    ["it answers 500", { kind: "reply", accept: true, ...broken }, "unknown http.500"],
    ["it answers a page of HTML with 200", { kind: "reply", accept: true, ...unreadable }, "unknown network"],
    ["it answers truncated JSON with 200", { kind: "reply", accept: true, ...truncated }, "unknown network"],
    [
      "it answers JSON of another shape",
      { kind: "reply", accept: true, status: 200, body: "{}" },
      "unknown unreadable",
    ],
  ];

  test.each(arrived)(
    "the platform has it, but %s: it is found and not sent again",
    async (_, behaviour, code) => {
      toFirst(behaviour);
      await start(pair());
      await rapport.settle();
      await passMinutes(rapport, 10);
      expect(await outcome()).toEqual({ message: sent, deliveries: [code, "sent"], seen: 1, asked: 1 });
    },
  );

  test.each(arrived)(
    "the platform has not got it, and %s: it is sent again once it was absent twice, 120 s apart",
    async (_, behaviour, code) => {
      toFirst(behaviour.kind === "reply" ? { ...behaviour, accept: false } : { kind: "drop", accept: "no" });
      await start(pair());
      await rapport.settle();
      await passMinutes(rapport, 10);
      expect(await outcome()).toEqual({
        message: sent,
        deliveries: [code, "unknown absent", "sent"],
        seen: 1,
        asked: 2,
      });
      const [gap] = await rapport.query(
        `select extract(epoch from max(started_at) - min(started_at) filter (where code = 'absent'))::int as seconds
       from deliveries d join messages m on m.id = d.message_id where m.contact_id = $1`,
        [rapport.contactIds.ana],
      );
      expect(Number(gap?.seconds)).toBeGreaterThanOrEqual(120);
    },
  );

  test("it arrives late, after the first look: it is found at the second and not sent again", async () => {
    toFirst({ kind: "drop", accept: "late" });
    await start(pair());
    await rapport.settle();
    await passMinutes(rapport, 1);
    platform.acceptLate();
    await passMinutes(rapport, 10);
    expect(await outcome()).toMatchObject({ message: sent, seen: 1, asked: 1 });
  });

  test("the history lags behind by one look: it is found at the second and not sent again", async () => {
    toFirst({ kind: "drop", accept: "yes" });
    platform.history = ({ turn }) => (turn === 1 ? "lag" : "read");
    await start(pair());
    await rapport.settle();
    await passMinutes(rapport, 10);
    expect(await outcome()).toMatchObject({ message: sent, seen: 1, asked: 1 });
  });

  test.each(["yes", "no"] as const)(
    "the history cannot be read for an hour (message accepted: %s): it is looked up until it can, and is there once",
    async (accepted) => {
      toFirst({ kind: "drop", accept: accepted });
      let isReadable = false;
      platform.history = () => (isReadable ? "read" : "fail");
      await start(pair());
      await rapport.settle();
      await passMinutes(rapport, 60);
      expect(platform.requests.filter(({ to }) => to === ana)).toHaveLength(1);
      isReadable = true;
      await passMinutes(rapport, 120);
      expect(await outcome()).toMatchObject({ message: sent, seen: 1, asked: accepted === "yes" ? 1 : 2 });
    },
  );

  test.each([
    ["30", 30],
    ["0", 1],
    ["-5", 1],
    [undefined, 1],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 1],
    ["999999999", 3600],
  ])("429 with Retry-After %s: nothing is sent for %i s, then once", async (header, seconds) => {
    const headers: Record<string, string> = header === undefined ? {} : { "Retry-After": header };
    toFirst({ kind: "reply", accept: false, status: 429, headers });
    await start(pair());
    await rapport.settle();
    rapport.clock.advance({ seconds: seconds - 1 });
    await rapport.settle();
    expect(await outcome()).toMatchObject({ seen: 0, asked: 1 });
    rapport.clock.advance({ seconds: 1 });
    await rapport.settle();
    expect(await outcome()).toEqual({
      message: sent,
      deliveries: ["rate-limited", "sent"],
      seen: 1,
      asked: 2,
    });
  });

  test("blocked (403): the next route brings it at once, and the blocked one is remembered", async () => {
    toFirst({ kind: "reply", accept: false, status: 403 });
    await start(pair({ also: { email: "ana@city.example" } }));
    await rapport.settle();
    expect(await outcome()).toEqual({
      message: sent,
      deliveries: ["blocked http.403", "sent"],
      seen: 0,
      asked: 1,
    });
    expect(platform.accepted.map(({ to }) => to).toSorted()).toEqual(["T0001/U0002", "ana@city.example"]);
    expect(
      await rapport.query(
        "select platform, state, last_error from routes where contact_id = $1 order by position",
        [rapport.contactIds.ana],
      ),
    ).toEqual([
      { platform: "slack", state: "blocked", last_error: "http.403" },
      { platform: "email", state: "ok", last_error: null },
    ]);
  });

  test("gone (404) and no other route: it ends as failed, is not tried again, and nobody else notices", async () => {
    toFirst({ kind: "reply", accept: false, status: 404 });
    await start(pair());
    await rapport.settle();
    await passMinutes(rapport, 60);
    expect(await outcome()).toEqual({
      message: [{ state: "failed", end_code: "http.404" }],
      deliveries: ["gone http.404"],
      seen: 0,
      asked: 1,
    });
    expect(platform.accepted).toHaveLength(1);
  });

  test("a malformed card (400) ends as failed and a person is called by an error in the log", async () => {
    toFirst({ kind: "reply", accept: false, status: 400 });
    await start(pair());
    await rapport.settle();
    await passMinutes(rapport, 60);
    expect(await outcome()).toEqual({
      message: [{ state: "failed", end_code: "http.400" }],
      deliveries: ["rejected http.400"],
      seen: 0,
      asked: 1,
    });
    const errors = rapport.logger.lines.filter(({ level }) => level === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.fields).toMatchObject({ purpose: "introduction", code: "http.400" });
    expect(
      rapport.logger.lines.some(
        ({ level, fields }) => level === "error" && JSON.stringify(fields).includes("Name of"),
      ),
    ).toBe(false);
  });

  test("the platform is down for ten minutes: everything is sent afterwards, once", async () => {
    let isDown = true;
    platform.script = () => (isDown ? { kind: "reply", accept: false, status: 500 } : accept);
    await start(pair());
    await rapport.settle();
    await passMinutes(rapport, 10);
    isDown = false;
    await passMinutes(rapport, 90);
    expect(platform.accepted.map(({ to }) => to).toSorted()).toEqual([ana, "T0001/U0002"]);
    expect(await rapport.query("select distinct state from messages")).toEqual([{ state: "sent" }]);
  });

  test("a process dies right after it claimed: what had not begun is sent, once", async () => {
    await start(pair());
    await introduceContacts(rapport.context);
    expect(await claimAndDie(rapport)).toBe(2);
    await passMinutes(rapport, 20);
    expect(await outcome()).toMatchObject({ message: sent, seen: 1, asked: 1 });
  });

  test("a process dies right after it claimed an ambiguous message: that is still looked up, not sent again", async () => {
    toFirst({ kind: "drop", accept: "yes" });
    await start(pair());
    await rapport.settle();
    rapport.clock.advance({ minutes: 1 });
    expect(await claimAndDie(rapport)).toBe(1);
    await passMinutes(rapport, 20);
    expect(await outcome()).toMatchObject({ message: sent, seen: 1, asked: 1 });
  });

  test("nobody listens there at all: nothing counts as sent, and all of it is sent later", async () => {
    const { url } = platform;
    await platform.close();
    rapport = await startRapport(engine, {
      adapters: [createLoopbackAdapter(url)],
      roster: aRoster(aPartnership({ contacts: pair() })),
    });
    await rapport.settle();
    await passMinutes(rapport, 5);
    expect(await rapport.query("select distinct state, attempts > 1 as again from messages")).toEqual([
      { state: "pending", again: true },
    ]);
    const ends = await rapport.query("select distinct outcome, code from deliveries");
    expect(ends).toEqual([{ outcome: "failed", code: "ECONNREFUSED" }]);
  });
});

function pair({
  also,
}: {
  readonly also?: Readonly<Record<string, unknown>>;
} = {}): readonly RosterContact[] {
  const slack = (user: string) => ({ slack: { team: "T0001", user } });
  return [
    aRosterContact("ana", { routes: [slack("U0001"), ...(also === undefined ? [] : [also])] }),
    aRosterContact("vic", { organisation: "Acme", routes: [slack("U0002")] }),
  ];
}

/** Claims what is due as a process does that comes no further; returns how many that were. */
async function claimAndDie({ transact, clock }: TestRapport): Promise<number> {
  const claim = { attemptId: randomUUID(), leaseUntil: clock.now().add({ minutes: 2 }), limit: 64 };
  return (await transact(({ messages }) => messages.claimDue(clock.now(), claim))).length;
}

async function passMinutes(rapport: TestRapport, minutes: number): Promise<void> {
  await rapport.passTo(rapport.clock.now().add({ minutes }));
}
