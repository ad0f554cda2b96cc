import { expect, test } from "vitest";
import { planImport } from "../../src/partnerships/plan-import.ts";
import { describeChange } from "../../src/partnerships/roster-change.ts";
import type { KnownPartnership, RosterSnapshot } from "../../src/partnerships/roster-store.ts";
import type { Roster } from "../../src/partnerships/settle-roster.ts";
import type { Ids } from "../../src/ports/ids.ts";
import { edited, rosterOf, sampleText, smallText } from "./roster-samples.ts";

const nothing: RosterSnapshot = { partnerships: [] };
const twoRoutes: readonly [string, string] = [
  "name: Noor Jansen",
  "routes: [{ slack: { team: T0001, user: U0001 } }, { web: true }], name: Noor Jansen",
];

test("a first import adds partnerships, parties and contacts, and says how people are reached", () => {
  expect(linesFor(nothing, smallText)).toEqual([
    "bridge-works: partnership added (Bridge works)",
    "bridge-works: party Harbour Council added (agency side, member)",
    "bridge-works: party Span Engineering added (vendor side, member)",
    "bridge-works: contact aoife added (Aoife Byrne, Harbour Council, agency side, manager; reached by web)",
    "bridge-works: contact noor added (Noor Jansen, Span Engineering, vendor side, manager; reached by web)",
  ]);
});

test("a second import of the same file plans nothing, whatever order the database returns keys in", () => {
  const snapshot = snapshotOf(rosterOf(sampleText));
  const [first] = snapshot.partnerships;
  const shuffled = Object.fromEntries(Object.entries(first?.settings ?? {}).toReversed());
  const again = {
    partnerships: [{ ...first, settings: shuffled } as KnownPartnership, ...snapshot.partnerships.slice(1)],
  };
  const { changes, writes } = planImport(again, rosterOf(sampleText), countingIds());
  expect(changes).toEqual([]);
  expect({ ...writes, left: Object.values(writes.left).flat() }).toEqual({
    partnerships: [],
    parties: [],
    contacts: [],
    routes: [],
    identities: [],
    revoked: [],
    left: [],
  });
});

test("a web route's address is the contact's own id", () => {
  const { writes } = planImport(nothing, rosterOf(smallText), countingIds());
  expect(writes.routes.map(({ address }) => address)).toEqual(writes.contacts.map(({ id }) => id));
});

test("a changed setting is told from what to what", () => {
  const text = edited(
    smallText,
    ["Europe/Dublin", "Europe/Lisbon"],
    ["steward: noor", "leaders: [noor], steward: noor"],
    ["side: vendor }", "side: vendor, tags: [sme] }"],
  );
  expect(linesFor(snapshotOf(rosterOf(smallText)), text)).toEqual([
    "bridge-works: partnership: time zone changed from Europe/Dublin to Europe/Lisbon",
    "bridge-works: partnership: vendor leaders changed from none to noor",
    "bridge-works: party Span Engineering: tags changed from none to sme",
    "bridge-works: contact aoife: time zone changed from Europe/Dublin to Europe/Lisbon",
    "bridge-works: contact noor: time zone changed from Europe/Dublin to Europe/Lisbon",
  ]);
});

test("a new steward is a line of the partnership, and the duties of both people follow", () => {
  const added = "      - { id: zoe, name: Zoe Quinn, organisation: Harbour Council }\n";
  const before = rosterOf(smallText + added);
  const after = rosterOf(edited(smallText + added, ["steward: aoife", "steward: zoe"]));
  const { changes, writes } = planImport(snapshotOf(before), after, countingIds());
  expect(changes.map(describeChange)).toEqual([
    "bridge-works: partnership: agency steward changed from aoife to zoe",
  ]);
  expect(writes.contacts.map(({ settings }) => [settings.key, settings.duties])).toEqual([
    ["aoife", ["sponsor"]],
    ["zoe", ["steward"]],
  ]);
});

test("a contact who changes sides is told with both sides", () => {
  const three = `${smallText}      - { id: zoe, name: Zoe Quinn, organisation: Harbour Council }\n`;
  const moved = `${smallText}      - { id: zoe, name: Zoe Quinn, organisation: Span Engineering }\n`;
  expect(linesFor(snapshotOf(rosterOf(three)), moved)).toEqual([
    "bridge-works: contact zoe: organisation changed from Harbour Council to Span Engineering",
    "bridge-works: contact zoe: side changed from agency to vendor",
  ]);
});

test("leaving the file deactivates, coming back reactivates the same row", () => {
  const full = snapshotOf(rosterOf(sampleText));
  const only = sampleText.slice(0, sampleText.indexOf("  # Four and three people"));
  const { changes, writes } = planImport(full, rosterOf(only), countingIds());
  expect(writes.left.partnerships).toHaveLength(2);
  expect(writes.left.contacts).toHaveLength(17);
  expect(changes.map(describeChange)).toContain("river-dispatch: partnership deactivated; history is kept");

  const gone: RosterSnapshot = {
    partnerships: full.partnerships.map((partnership) => ({
      ...partnership,
      active: false,
      contacts: partnership.contacts.map((contact) => ({ ...contact, active: false })),
    })),
  };
  expect(planImport(gone, rosterOf(only), countingIds()).writes.left.contacts).toEqual([]);
  const back = planImport(gone, rosterOf(sampleText), countingIds());
  expect(back.writes.contacts.map(({ id }) => id)).toEqual(
    full.partnerships.flatMap(({ contacts }) => contacts.map(({ id }) => id)),
  );
  expect(back.changes.map(describeChange)).toContain(
    "harbor-outreach: contact ruth-abebe reactivated (Ruth Abebe, Open Door Housing Network, vendor side, manager; reached by web)",
  );
});

test("an added Slack route is an identity too, and one that left is revoked", () => {
  const plain = rosterOf(smallText);
  const withSlack = rosterOf(edited(smallText, twoRoutes));
  const added = planImport(snapshotOf(plain), withSlack, countingIds());
  expect(added.changes.map(describeChange)).toEqual([
    "bridge-works: contact noor: route slack T0001/U0001 added",
    "bridge-works: contact noor: route web: place changed from 1 to 2",
  ]);
  expect(added.writes.identities).toMatchObject([{ platform: "slack", account: "T0001/U0001" }]);

  const removed = planImport(snapshotOf(withSlack), plain, countingIds());
  expect(removed.changes.map(describeChange)).toContain(
    "bridge-works: contact noor: route slack T0001/U0001 deactivated; history is kept",
  );
  expect(removed.writes.revoked).toMatchObject([{ platform: "slack", account: "T0001/U0001" }]);
  expect(removed.writes.left.routes).toHaveLength(1);
});

test("an account that a person linked stays, although no roster names it", () => {
  const [partnership] = snapshotOf(rosterOf(edited(smallText, twoRoutes))).partnerships;
  const linked = partnership?.contacts.map((contact) => ({
    ...contact,
    routes: contact.routes.map((route) => ({ ...route, claimed: route.platform === "slack" })),
  }));
  const current = { partnerships: [{ ...partnership, contacts: linked } as KnownPartnership] };
  const { writes } = planImport(current, rosterOf(smallText), countingIds());
  expect(writes.left.routes).toEqual([]);
  expect(writes.revoked).toEqual([]);
});

test("executives start at every two weeks, everybody else weekly (MEASUREMENT 3.1)", () => {
  const { writes } = planImport(nothing, rosterOf(sampleText), countingIds());
  const rhythms = writes.contacts.map(({ settings, cadence }) => [settings.role === "executive", cadence]);
  expect(new Set(rhythms.map(String))).toEqual(new Set(["true,every two weeks", "false,weekly"]));
});

function linesFor(current: RosterSnapshot, text: string): string[] {
  return planImport(current, rosterOf(text), countingIds()).changes.map(describeChange);
}

/** What the database would hold after a first import of this roster. */
function snapshotOf(roster: Roster): RosterSnapshot {
  const { writes } = planImport(nothing, roster, countingIds());
  return {
    partnerships: writes.partnerships.map((partnership) => ({
      ...partnership,
      active: true,
      parties: writes.parties
        .filter(({ partnershipId }) => partnershipId === partnership.id)
        .map((party) => ({ ...party, active: true })),
      contacts: writes.contacts
        .filter(({ partnershipId }) => partnershipId === partnership.id)
        .map((contact) => ({
          ...contact,
          active: true,
          routes: writes.routes
            .filter(({ contactId }) => contactId === contact.id)
            .map((route) => ({ ...route, active: true, claimed: false })),
        })),
    })),
  };
}

function countingIds(): Ids {
  let count = 0;
  return { next: () => `id-${++count}` };
}
