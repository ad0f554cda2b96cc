import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rosterJsonSchema } from "../../src/partnerships/roster.ts";
import { edited, rosterOf, sampleText, smallText } from "./roster-samples.ts";

test("what a roster leaves out has the documented defaults", () => {
  const [partnership] = rosterOf(smallText).partnerships;
  expect(partnership?.settings).toMatchObject({
    types: [],
    phase: "deploy",
    holidays: null,
    disclosure: "confidential",
    safetyPolicy: null,
    endsOn: null,
    workingHours: { agency: { from: "09:00", to: "17:00" }, vendor: { from: "09:00", to: "17:00" } },
    checkIn: {
      weekday: "tuesday",
      at: "10:00",
      remind: { weekday: "thursday", at: "10:00" },
      close: { weekday: "friday", at: "17:00" },
    },
    posts: { joint: null, agency: null, vendor: null },
  });
  expect(partnership?.settings.sides.agency.leaders).toEqual([]);
  expect(partnership?.parties[0]).toEqual({
    organisation: "Harbour Council",
    side: "agency",
    role: "member",
    tags: [],
  });
  expect(partnership?.contacts[0]).toEqual({
    settings: {
      key: "aoife",
      name: "Aoife Byrne",
      organisation: "Harbour Council",
      side: "agency",
      role: "manager",
      timeZone: "Europe/Dublin",
      language: "en",
      holidays: null,
      duties: ["steward", "sponsor"],
    },
    routes: [{ platform: "web", address: null }],
  });
});

test("each kind of route becomes a platform and the address that its adapter reads", () => {
  const text = edited(smallText, [
    "name: Noor Jansen",
    "routes: [{ slack: { team: T0001, user: U0001 } }, { teams: { tenant: t-1, objectId: o-1 } }, { email: noor@span.example }, { web: true }], name: Noor Jansen",
  ]);
  expect(rosterOf(text).partnerships[0]?.contacts[1]?.routes).toEqual([
    { platform: "slack", address: "T0001/U0001" },
    { platform: "teams", address: "t-1/o-1" },
    { platform: "email", address: "noor@span.example" },
    { platform: "web", address: null },
  ]);
});

test("the shape that the project promised to keep can be read", () => {
  const text = `partnerships:
  - key: acme-permits
    name: Permits modernisation
    types: [private]                # private, nonprofit, intergovernmental, ppp
    phase: deploy                   # evaluate, design, pilot, deploy, measure, evolve
    timeZone: America/Chicago
    holidays: US-IL
    disclosure: confidential        # or open: everyone has agreed to be named
    host: City of Springfield
    workingHours: { agency: "08:00-17:00", vendor: "09:00-18:00" }
    checkIn: { weekday: tuesday, at: "10:00", remind: { weekday: thursday, at: "10:00" }, close: { weekday: friday, at: "17:00" } }
    sides:
      agency: { label: City, steward: city-steward, sponsor: city-sponsor, leaders: [city-sponsor] }
      vendor: { label: Acme, steward: acme-steward, sponsor: acme-sponsor, leaders: [acme-sponsor] }
    posts: { joint: web:acme-permits, agency: web:acme-permits-city, vendor: web:acme-permits-acme }
    parties:
      - { organisation: City of Springfield, side: agency, role: lead }
      - { organisation: Acme Software, side: vendor, tags: [sme] }
    contacts:
      - { id: city-steward, name: City Steward, organisation: City of Springfield, role: manager, timeZone: America/Chicago, routes: [{ web: true }] }
      - { id: city-sponsor, name: City Sponsor, organisation: City of Springfield, role: executive, routes: [{ web: true }] }
      - { id: acme-steward, name: Acme Steward, organisation: Acme Software, role: manager, routes: [{ web: true }] }
      - { id: acme-sponsor, name: Acme Sponsor, organisation: Acme Software, role: executive, routes: [{ web: true }] }
`;
  const [partnership] = rosterOf(text).partnerships;
  expect(partnership?.settings.posts.joint).toBe("web:acme-permits");
  expect(partnership?.contacts[1]?.settings.duties).toEqual(["sponsor", "leader"]);
});

test("the bundled sample has 8 and 6, 4 and 3, and two members beside their host", () => {
  const { partnerships } = rosterOf(sampleText);
  const shape = partnerships.map(({ key, contacts, parties }) => ({
    key,
    agency: contacts.filter(({ settings }) => settings.side === "agency").length,
    vendor: contacts.filter(({ settings }) => settings.side === "vendor").length,
    parties: parties.map(({ side }) => side).toSorted(),
  }));
  expect(shape).toEqual([
    { key: "acme-permits", agency: 8, vendor: 6, parties: ["agency", "vendor", "vendor"] },
    { key: "harbor-outreach", agency: 4, vendor: 3, parties: ["agency", "vendor"] },
    { key: "river-dispatch", agency: 5, vendor: 5, parties: ["agency", "agency", "vendor"] },
  ]);
  const everyone = partnerships.flatMap(({ contacts }) => contacts);
  expect(everyone.every(({ routes }) => routes.some(({ platform }) => platform === "web"))).toBe(true);
});

test("db/seed/roster.schema.json is what the schema says; write rosterJsonSchema() into it after a change", () => {
  const committed = readFileSync(new URL("../../db/seed/roster.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(committed)).toEqual(rosterJsonSchema());
});

test("every key of the JSON Schema is explained to whoever edits a roster", () => {
  const unexplained: string[] = [];
  JSON.stringify(rosterJsonSchema(), (key, value) => {
    for (const [name, part] of Object.entries(key === "properties" ? value : {})) {
      if (!(part as { description?: string }).description) unexplained.push(name);
    }
    return value;
  });
  expect(unexplained).toEqual([]);
});
