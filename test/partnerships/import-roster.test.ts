import { eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OpenDatabase } from "../../db/database.ts";
import { openPglite } from "../../db/open-pglite.ts";
import { auditLog, contacts, identities, partnerships, routes } from "../../db/schema/partnerships.ts";
import { createIdentityStore } from "../../db/stores/identity-store.ts";
import { createRosterStore } from "../../db/stores/roster-store.ts";
import { importRoster } from "../../src/partnerships/import-roster.ts";
import { describeChange } from "../../src/partnerships/roster-change.ts";
import { randomIds } from "../../src/ports/ids.ts";
import { edited, sampleText, smallText } from "./roster-samples.ts";

const start = Temporal.Instant.from("2026-10-06T03:00:00Z");
const later = start.add({ hours: 24 * 30 });
const withSlack = edited(smallText, [
  "name: Noor Jansen",
  "routes: [{ slack: { team: T0001, user: U0001 } }, { web: true }], name: Noor Jansen",
]);

let open: OpenDatabase;
beforeAll(async () => {
  open = await openPglite(null);
});
beforeEach(async () => {
  await open.database.execute(sql`truncate audit_log, partnerships cascade`);
});
afterAll(() => open.close());

test("a roster is imported whole, and the second import of it changes nothing", async () => {
  const first = await load(sampleText, start);
  expect(first.kind).toBe("imported");
  expect(await count(contacts)).toBe(31);
  expect(await count(routes)).toBe(32);
  const second = await load(sampleText, later);
  expect(second).toMatchObject({ kind: "unchanged", changes: [] });
  expect(second.kind === "unchanged" && second.warnings).toHaveLength(2);
});

test("every applied change is one row of the audit log", async () => {
  const outcome = await load(sampleText, start);
  expect(await count(auditLog)).toBe(outcome.kind === "imported" ? outcome.changes.length : -1);
  await load(edited(sampleText, ["phase: pilot", "phase: deploy"]), later);
  const [row] = await open.database
    .select()
    .from(auditLog)
    .where(eq(auditLog.action, "roster.partnership.changed"));
  expect(row).toMatchObject({
    actor: "operator",
    subject: "harbor-outreach",
    details: { field: "phase", from: "pilot", to: "deploy" },
  });
  expect(row?.at.equals(later)).toBe(true);
});

test("neither e-mail addresses nor people's names reach the audit log", async () => {
  await load(sampleText, start);
  await load(
    edited(sampleText, ["Rebecca Stone", "Rebecca Stone-Hill"], ["rebecca.stone@", "r.stone@"]),
    later,
  );
  const rows = JSON.stringify(await open.database.select().from(auditLog));
  expect(rows).toContain("roster.route.deactivated");
  expect(rows).not.toMatch(/@|Rebecca/);
});

test("a dry run says the same and changes nothing", async () => {
  const planned = await load(sampleText, start, { dryRun: true });
  expect(planned.kind).toBe("planned");
  expect(await count(partnerships)).toBe(0);
  const imported = await load(sampleText, start);
  expect(linesOf(imported)).toEqual(linesOf(planned));
});

test("one fault keeps the whole roster out", async () => {
  const outcome = await load(edited(sampleText, ["2028-06-30", "2028-02-31"]), start);
  expect(outcome).toMatchObject({ kind: "faults", faults: [{ path: "partnerships[2].endsOn" }] });
  expect(await count(partnerships)).toBe(0);
});

test("a partnership starts on its own date, although elsewhere the next day has begun", async () => {
  await load(sampleText, start);
  const [row] = await open.database.select().from(partnerships).where(eq(partnerships.key, "acme-permits"));
  expect(row?.startedOn.toString()).toBe("2026-10-05");
  await load(edited(sampleText, ["name: Permits modernisation", "name: Permits"]), later);
  const [again] = await open.database.select().from(partnerships).where(eq(partnerships.key, "acme-permits"));
  expect([again?.name, again?.startedOn.toString()]).toEqual(["Permits", "2026-10-05"]);
});

test("an import never touches what people chose for themselves", async () => {
  await load(smallText, start);
  const chosen = {
    timeZone: "Asia/Tokyo",
    cadence: "monthly",
    cadenceSetBy: "contact",
    consentedAt: start,
  } as const;
  await open.database.update(contacts).set(chosen).where(eq(contacts.key, "noor"));
  await load(
    edited(smallText, ["Europe/Dublin", "Europe/Lisbon"], ["id: noor,", "id: noor, role: executive,"]),
    later,
  );
  const noor = await contact("noor");
  expect(noor).toMatchObject({
    rosterTimeZone: "Europe/Lisbon",
    role: "executive",
    ...chosen,
    consentedAt: expect.anything(),
  });
  expect(noor?.joinedAt.equals(start)).toBe(true);
});

test("leaving the roster deactivates and keeps the row; coming back reactivates the same one", async () => {
  const three = `${smallText}      - { id: zoe, name: Zoe Quinn, organisation: Span Engineering }\n`;
  await load(three, start);
  const before = await contact("zoe");
  expect(linesOf(await load(smallText, later))).toEqual([
    "bridge-works: contact zoe deactivated; history is kept",
  ]);
  expect((await contact("zoe"))?.deactivatedAt?.equals(later)).toBe(true);
  await load(three, later);
  const back = await contact("zoe");
  expect(back?.id).toBe(before?.id);
  expect(back?.deactivatedAt).toBeNull();
});

test("a roster's Slack account acts for its contact until it leaves the roster", async () => {
  const account = { platform: "slack", id: "T0001/U0001" } as const;
  const store = createIdentityStore(open.database, randomIds);
  await load(withSlack, start);
  expect(await store.contactsOf(account)).toEqual([(await contact("noor"))?.id]);
  await load(smallText, later);
  expect(await store.contactsOf(account)).toEqual([]);
  const [revoked] = await open.database.select().from(identities);
  expect(revoked?.confirmedAt).toBeNull();
  await load(withSlack, later);
  expect(await store.contactsOf(account)).toHaveLength(1);
});

test("an account that the person linked survives an import that does not name it", async () => {
  await load(smallText, start);
  const noor = await contact("noor");
  const account = { platform: "slack", id: "T0001/U0001" } as const;
  const store = createIdentityStore(open.database, randomIds);
  const identity = await store.claim(noor?.id ?? "", account, start);
  await store.confirm(identity, "operator", later);
  await store.addRoute(noor?.id ?? "", account);
  expect((await load(smallText, later)).kind).toBe("unchanged");
  expect(await store.contactsOf(account)).toEqual([noor?.id]);
});

test("a route that was blocked is untested again when it comes back, and not before", async () => {
  await load(withSlack, start);
  const slack = eq(routes.platform, "slack");
  await open.database.update(routes).set({ state: "blocked", lastError: "user_disabled" }).where(slack);
  const swapped = edited(withSlack, [
    "[{ slack: { team: T0001, user: U0001 } }, { web: true }]",
    "[{ web: true }, { slack: { team: T0001, user: U0001 } }]",
  ]);
  await load(swapped, later);
  expect(await open.database.select().from(routes).where(slack)).toMatchObject([
    { state: "blocked", position: 1 },
  ]);
  await load(smallText, later);
  await load(withSlack, later);
  expect(await open.database.select().from(routes).where(slack)).toMatchObject([
    { state: "untested", lastError: null, position: 0, deactivatedAt: null },
  ]);
});

async function load(text: string, now: Temporal.Instant, { dryRun = false } = {}) {
  return importRoster(
    {
      clock: { now: () => now },
      ids: randomIds,
      transact: (work) =>
        open.database.transaction((transaction) => work({ roster: createRosterStore(transaction) })),
    },
    { text, source: "roster.yaml", dryRun },
  );
}

function linesOf(outcome: Awaited<ReturnType<typeof load>>): string[] {
  if (outcome.kind === "faults") throw new Error("The roster has faults.");
  return outcome.changes.map(describeChange);
}

async function count(
  table: typeof contacts | typeof routes | typeof auditLog | typeof partnerships,
): Promise<number> {
  return open.database.$count(table);
}

async function contact(key: string) {
  const [row] = await open.database.select().from(contacts).where(eq(contacts.key, key));
  return row;
}
