import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CommandContext } from "../../src/command-line/command.ts";
import { doctorCommand } from "../../src/command-line/doctor-command.ts";
import type { Finding } from "../../src/ports/finding.ts";
import type { SlackEvidence } from "../../src/ports/slack-operator.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { readSources, top } from "../house/source-files.ts";
import { typed } from "./run-command.ts";

const roster = aRoster(
  aPartnership({
    posts: { joint: "slack:T1/C1", agency: "slack:T1/C2", vendor: "web:permits-acme" },
    contacts: [
      aRosterContact("ana", { routes: [{ slack: { team: "T1CITY", user: "U1ANA" } }, { web: true }] }),
      aRosterContact("bob", { routes: [{ email: "bob.secret@example.org" }] }),
      aRosterContact("vic", { organisation: "Acme" }),
    ],
  }),
);

let engine: Engine;
let world: TestRapport;
let asked: SlackEvidence[] = [];
let ofSlack: readonly Finding[] = [];
let around: Partial<CommandContext> = {};
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterAll(() => engine.close());
beforeEach(async () => {
  world = await startRapport(engine, { roster });
  asked = [];
  ofSlack = [];
  const { clock } = world;
  // The database's own clock cannot be moved: it is made to agree with the test's.
  const look = async () => ({ ...(await world.context.database.look()), now: clock.now() });
  around = { database: { look }, reaching: new Set(["web", "slack", "email"]) };
});
afterEach(() => world.close(1000));

function doctor(...options: string[]) {
  const slack: CommandContext["slack"] = {
    connect: () => Promise.reject(new Error("connected")),
    list: async () => [],
    findings: async (evidence) => {
      asked.push(evidence);
      return ofSlack;
    },
  };
  return typed(["doctor", ...options], { context: { ...world.context, slack, ...around } });
}

const linesOf = async (code: string) =>
  (await doctor()).out.split("\n").filter((line) => line.slice(2).startsWith(`${code} `));
const setRoute = (contact: string, platform: string, state: string, error: string | null) =>
  world.query(
    "update routes set state = $3, last_error = $4, checked_at = now() where contact_id = $1 and platform = $2",
    [world.contactIds[contact], platform, state, error],
  );

describe("doctor", () => {
  test("one line a check; exit code 0 while nothing is bad", async () => {
    const { code, out, err } = await doctor();
    expect(code).toBe(0);
    for (const line of out.trim().split("\n")) expect(line).toMatch(/^[✓!✗] [DSPR]\d\d .+\.$/);
    expect(out).toMatch(/^✓ D01 .*\n✓ D02 .*Postgres \d.*\n✓ D03 /);
    expect(err).toBe("Nothing must be put right, nothing else is worth a look.\n");
  });

  test("what is bad ends with 1 and says the fix and where it is explained", async () => {
    ofSlack = [{ code: "S04", state: "bad", key: "slackMessagesTabOff", values: { team: "T1CITY" } }];
    const { code, out, err } = await doctor("--problems");
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ S04 T1CITY: .*Fix: .*App Home.* Why: README\.md#s04\n$/);
    expect(err).toContain("1 thing must be put right");
  });

  test("what is only worth a look ends with 0", async () => {
    ofSlack = [{ code: "S07", state: "attention", key: "slackUnheard", values: { workspace: "City (T1)" } }];
    expect((await doctor()).code).toBe(0);
  });

  test("prints the findings as JSON for scripts", async () => {
    const found = JSON.parse((await doctor("--json")).out);
    expect(found[0]).toEqual({ code: "D01", state: "good", text: expect.any(String) });
  });

  test("tells Slack's checks where the roster posts, which side reads there, and how its people stand", async () => {
    await doctor();
    expect(asked[0]?.posts).toEqual([
      { partnership: "permits", oneSide: false, address: "T1/C1" },
      { partnership: "permits", oneSide: true, address: "T1/C2" },
    ]);
    expect(asked[0]?.routes).toMatchObject([{ address: "T1CITY/U1ANA@T1", state: "untested" }]);
  });

  test("changes nothing", async () => {
    const before = await world.snapshot();
    await doctor();
    expect(await world.snapshot()).toEqual(before);
  });
});

describe("D01 and D02 without a store", () => {
  const without = (check: "settings" | "database", reasons: readonly string[], json = false) => {
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err: () => {}, isTty: false };
    const args = { positional: [], options: { json }, directory: "." };
    return { code: doctorCommand.runWithoutStore?.({ check, reasons }, args, io), said };
  };

  test("each fault of the settings is one bad line", () => {
    const { code, said } = without("settings", ["PORT: no. Fix: a.", "HOST: no. Fix: b."]);
    expect(code).toBe(1);
    expect(said.join()).toBe(
      "✗ D01 PORT: no. Fix: a. Why: README.md#d01\n✗ D01 HOST: no. Fix: b. Why: README.md#d01",
    );
  });

  test("a database that cannot be opened is one, also as JSON", () => {
    const { code, said } = without("database", ["Another process uses it."], true);
    expect(code).toBe(1);
    expect(JSON.parse(said.join())).toMatchObject([{ code: "D02", state: "bad" }]);
  });
});

describe("D02 and D03 with a store", () => {
  const health = async (changes: object) => {
    const { database } = around;
    around = {
      ...around,
      database: { look: async () => ({ ...(await database?.look()), ...changes }) as never },
    };
    return doctor();
  };

  test("a schema that a newer build made is bad", async () => {
    await world.query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)",
    );
    try {
      expect(await linesOf("D02")).toEqual([expect.stringMatching(/^✗ D02 .*9999999999999.*Fix: /)]);
    } finally {
      await world.query("delete from drizzle.__drizzle_migrations where hash = 'newer'");
    }
  });

  test("an older Postgres than 15 is worth a look", async () => {
    const { code, out } = await health({ version: "14.9", versionNumber: 140_009 });
    expect(code).toBe(0);
    expect(out).toMatch(/^! D02 .*14\.9/m);
  });

  test("a database that stops to answer is bad, and nothing else is asked", async () => {
    around = { ...around, database: { look: () => Promise.reject(new Error("gone")) } };
    const { code, out } = await doctor();
    expect([code, asked]).toEqual([1, []]);
    expect(out).toMatch(/^✓ D01 .*\n✗ D02 .*\n$/);
  });

  test("its clock is told from ours: 5 s worth a look, 60 s bad, in both directions", async () => {
    for (const [seconds, expected] of [
      [5, "✓"],
      [6, "!"],
      [-60, "!"],
      [61, "✗"],
      [-90, "✗"],
    ] as const) {
      const now = world.clock.now().add({ seconds });
      expect((await health({ now })).out, `${seconds} s`).toMatch(new RegExp(`^${expected} D03 `, "m"));
    }
  });
});

describe("R, how people are reached", () => {
  test("counts come first, then each person by key", async () => {
    expect(await linesOf("R01")).toEqual(["✓ R01 3 people: all of them can be reached."]);
    expect((await linesOf("R04")).map((line) => line.split(" ")[2])).toEqual([
      ...["permits/ana", "permits/bob", "permits/vic"],
    ]);
  });

  test("names no person, no mail address", async () => {
    const { out } = await doctor();
    expect(out).not.toMatch(/Name of|bob\.secret|example\.org/);
  });

  test("whom nothing reaches is bad, with the reason in plain words", async () => {
    await setRoute("bob", "email", "gone", "552");
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/^! R01 3 people: 1 cannot be reached, 0 by some ways only, 2 by all\./m);
    expect(out).toMatch(/^✗ R02 permits\/bob .*The mailbox is full \(552\)\. Fix: .*link permits\/bob/m);
  });

  test("who has another way is worth a look", async () => {
    await setRoute("ana", "slack", "blocked", "user_disabled");
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toMatch(/^! R03 permits\/ana .*switched off \(user_disabled\).*Browser.*not tried yet/m);
  });

  test("a platform that is not connected here reaches nobody", async () => {
    around = { ...around, reaching: new Set(["slack"]) };
    expect(await linesOf("R02")).toEqual([
      expect.stringMatching(/permits\/bob .*E-mail: not connected here/),
    ]);
  });

  test("who said no is counted and not listed", async () => {
    await world.query("update contacts set declined_at = now() where id = $1", [world.contactIds.bob]);
    await setRoute("bob", "email", "gone", "552");
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toContain("R01 3 people: all of them can be reached, 1 said no.");
    expect(out).not.toContain("permits/bob");
  });

  test("an empty roster is worth a look", async () => {
    await world.query("update partnerships set deactivated_at = now()");
    expect(await linesOf("R01")).toEqual([expect.stringMatching(/^! R01 There is nobody/)]);
  });
});

describe("P01, posts that were given up", () => {
  const addPost = (key: string, state: string, at: string, code: string | null = null) =>
    world.query(
      `insert into messages (id, key, purpose, partnership_id, post, state, due_at, end_code, sent_at)
       select gen_random_uuid(), $1, 'digest', id, 'slack:T1/C1', $2, $3::timestamptz, $4,
         case when $2 = 'sent' then $3::timestamptz end from partnerships`,
      [key, state, at, code],
    );

  test("the newest one is bad, with its reason in plain words", async () => {
    await addPost("a", "failed", "2026-10-20T12:00:00Z", "is_archived");
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ P01 permits: .*slack:T1\/C1 .*Tue 20 Oct 2026.*archived.*Fix: /m);
  });

  test("one after which something arrived is history; one of 41 days ago is forgotten", async () => {
    await addPost("a", "failed", "2026-10-20T12:00:00Z");
    await addPost("b", "sent", "2026-10-21T12:00:00Z");
    await addPost("c", "failed", "2026-09-20T12:00:00Z");
    expect(await linesOf("P01")).toEqual([expect.stringMatching(/^! P01 .*a later one arrived/)]);
  });

  test("the reason is that of the last attempt where the post has none of its own", async () => {
    await addPost("a", "failed", "2026-10-20T12:00:00Z");
    await world.query(
      `insert into deliveries (id, message_id, platform, started_at, outcome, code)
       select gen_random_uuid(), id, 'slack', now(), 'failed', 'http.404' from messages where key = 'a'`,
    );
    expect(await linesOf("P01")).toEqual([expect.stringContaining("http.404")]);
  });
});

describe("every check", () => {
  const sources = [...readSources(["src/command-line", "adapters/slack"], [".ts"]).values()].join("\n");
  const codes = new Set([...sources.matchAll(/code: "([A-Z]\d\d)"/g)].map((match) => match[1] ?? ""));
  const literals = [...sources.matchAll(/\{ code: "[A-Z]\d\d", state: "(\w+)", key: "(\w+)"/g)];

  test("is explained in the README, under the anchor that its line names", () => {
    const readme = readFileSync(join(top, "README.md"), "utf8");
    const explained = [...readme.matchAll(/<a id="(\w+)"><\/a>(\w+) \|/g)].map((match) => match[2] ?? "");
    expect([...codes].toSorted()).toEqual(explained.toSorted());
    for (const code of codes) expect(readme).toContain(`<a id="${code.toLowerCase()}"></a>${code}`);
  });

  test("has its words, and a fix wherever something is to be done", () => {
    const words = world.context.wordsFor("en");
    expect(literals.length).toBeGreaterThan(30);
    const names = [
      ...["workspace", "team", "code", "scopes", "seconds", "days", "partnership", "address", "at", "reason"],
      ...["people", "unreached", "partly", "well", "declined", "contact", "routes", "posts"],
      ...["version", "applied", "known"],
    ];
    const known = Object.fromEntries(names.map((name) => [name, 1]));
    for (const [, state, key] of literals) {
      expect(() => words.say(`doctor.${key}`, known), key).not.toThrow();
      if (state !== "good") expect(() => words.say(`doctor.${key}Fix`, known), key).not.toThrow();
    }
  });
});
