import { expect, test } from "vitest";
import { readRoster } from "../../src/partnerships/read-roster.ts";
import { edited, linesOf, sampleText, smallText } from "./roster-samples.ts";

test("the example of the brief reads as one line with place, path, fault and remedy", () => {
  const text = edited(sampleText, ["timeZone: America/Chicago", "timeZone: America/Chicgo"]);
  expect(linesOf(text)).toEqual([
    'roster.yaml:14:15  partnerships[0].timeZone: "America/Chicgo" is not a time zone. Did you mean America/Chicago?',
  ]);
});

test("more than twenty planted faults give as many lines in one run, in the order of the file", () => {
  const text = edited(
    sampleText,
    ["name: Permits modernisation", "name: 12\n    nmae: Permits\n    name: Permits"],
    ["phase: deploy", "phase: deplyo"],
    ["timeZone: America/Chicago", "timeZone: EST"],
    ["holidays: US-IL", "holidays: us-il"],
    ['agency: "08:00-17:00"', 'agency: "17:00-08:00"'],
    ["weekday: tuesday", "weekday: tusday"],
    ["steward: marisol-vega", "steward: marisol-vegas"],
    ["sponsor: priya-raman, ", ""],
    ["tags: [sme]", "tags: sme"],
    ["routes: [{ web: true }] }", "routes: [{ slak: { team: T1, user: U1 } }] }"],
    ["routes: [{ web: true }] }", "routes: [{ web: yes }] }"],
    ["id: anh-tran", "id: grace-nowak"],
    ["rebecca.stone@springfield.example", "rebecca.stone"],
    ["organisation: Acme Software, role: manager", "organisation: Acme Sofware, role: manager"],
    ["key: harbor-outreach", "key: Harbor Outreach"],
    ['joint: "web:harbor-outreach"', 'joint: "irc:harbor"'],
    ["key: river-dispatch", "key: acme-permits"],
    ["host: Mesa Ridge County", "host:"],
    ["endsOn: 2028-06-30", "endsOn: 2028-02-31"],
    ['close: { weekday: monday, at: "12:00" }', "close: { weekday: monday, at: 24:00 }"],
    ['vendor: "web:river-dispatch-host"', 'vendor: "web:river-dispatch"'],
  );
  const reading = readRoster(text, "roster.yaml");
  if (reading.kind !== "faults") throw new Error("The faults were not found.");
  expect(
    reading.faults.map(({ path, problem, remedy }) => `${path} | ${problem} | ${remedy}`),
  ).toMatchInlineSnapshot(`
    [
      "partnerships[0].nmae | The key "nmae" is not known here. | Did you mean name?",
      "partnerships[0].name | The key "name" stands here and at line 11, column 5. | Keep one of them.",
      "partnerships[0].phase | "deplyo" is not known here. | Did you mean deploy?",
      "partnerships[0].timeZone | "EST" is not a time zone. | Write an IANA name such as America/Chicago.",
      "partnerships[0].holidays | "us-il" is not a region with known public holidays. | Did you mean US-IL?",
      "partnerships[0].workingHours.agency | "17:00-08:00" is not a working day. | Write it as HH:MM-HH:MM, the earlier time first, such as "09:00-17:00".",
      "partnerships[0].checkIn.weekday | "tusday" is not known here. | Did you mean tuesday?",
      "partnerships[0].sides.agency.steward | "marisol-vegas" is not the id of a contact. | Did you mean marisol-vega?",
      "partnerships[0].sides.vendor.sponsor | is missing. | Add it: Contact who unblocks at the top; may be the steward.",
      "partnerships[0].parties[2].tags | A list is expected, found "sme". | Start each item with "- ", or write [ ] around them.",
      "partnerships[0].contacts[0].routes[0] | { "slak" } is not a route. | Did you mean slack?",
      "partnerships[0].contacts[1].routes[0].web | "yes" is not known here. | Use true.",
      "partnerships[0].contacts[6].id | The contact id "grace-nowak" is taken by partnerships[0].contacts[4].id. | Give each contact an id of its own.",
      "partnerships[0].contacts[7].routes[1].email | "rebecca.stone" is not an e-mail address. | Write one address such as name@example.org.",
      "partnerships[0].contacts[8].organisation | "Acme Sofware" is not one of the parties. | Did you mean Acme Software?",
      "partnerships[1].key | "Harbor Outreach" is not a short kebab-case key. | Did you mean harbor-outreach?",
      "partnerships[1].posts.joint | "irc:harbor" is not a post address. | Start it with web:, slack: or teams:, such as web:acme-permits.",
      "partnerships[2].key | The partnership key "acme-permits" is taken by partnerships[0].key. | Give each partnership a key of its own.",
      "partnerships[2].host | is empty. | Write a value: Organisation whose administrators run this installation.",
      "partnerships[2].endsOn | "2028-02-31" is not a day of the calendar. | Write an existing day as YYYY-MM-DD, such as 2027-06-30.",
      "partnerships[2].checkIn.close.at | "24:00" is not a time of day. | Write it as HH:MM on a 24-hour clock, such as "09:00".",
      "partnerships[2].posts.vendor | The vendor side's post is the same as the joint one, so the other side could read it. | Name a conversation that this side alone can read, or leave it out.",
    ]
  `);
  const places = reading.faults.map(({ line, column }) => line * 1000 + column);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test.each([
  ["a tab", "    host:", "\thost:", /Tabs are not allowed.*Indent with spaces/],
  ["an open bracket", "{ label: Council,", "{ label: [Council,", /roster.yaml:7:.*cannot be read/],
  ["an open quote", "name: Bridge works", 'name: "Bridge works', /Close the quotes or brackets/],
  ["a second document", "    host:", "---\n    host:", /cannot be read|second ---/],
])("broken syntax (%s) gives one line, not a line for each echo of it", (_, from, to, expected) => {
  const lines = linesOf(edited(smallText, [from, to]));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(expected);
});

test("faults above broken syntax are told in the same run", () => {
  const lines = linesOf(
    edited(smallText, ["key: bridge-works", "key: Bridge"], ["    parties:", "\tparties:"]),
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("Did you mean bridge?");
  expect(lines[1]).toContain("Tabs");
});

test("a key that stands twice is told with both places", () => {
  expect(linesOf(edited(smallText, ["    host:", "    key: bridge-works\n    host:"]))).toEqual([
    'roster.yaml:5:5  partnerships[0].key: The key "key" stands here and at line 2, column 5. Keep one of them.',
  ]);
});

test("a side without a steward cannot be imported (M35)", () => {
  expect(linesOf(edited(smallText, ["steward: noor, ", ""]))).toEqual([
    "roster.yaml:8:7  partnerships[0].sides.vendor.steward: is missing. Add it: Contact who answers for the partnership on this side. Required on both sides.",
  ]);
});

test("a steward from across the table is a fault", () => {
  expect(linesOf(edited(smallText, ["steward: noor", "steward: aoife"]))[0]).toContain(
    'sides.vendor.steward: "aoife" stands on the agency side. Name a contact of the vendor side.',
  );
});

test("a side without contacts is one fault beside its steward who is nobody", () => {
  const lines = linesOf(
    edited(smallText, [
      "id: noor, name: Noor Jansen, organisation: Span Engineering",
      "id: zoe, name: Zoe, organisation: Harbour Council",
    ]),
  );
  expect(lines.join("\n")).toContain("contacts: The vendor side has no contacts.");
});

test("an organisation on both sides is a fault, because its contacts would have no side", () => {
  const text = edited(smallText, [
    "organisation: Span Engineering, side",
    "organisation: Harbour Council, side",
  ]);
  expect(linesOf(text)[0]).toContain(
    'The organisation "Harbour Council" is taken by partnerships[0].parties[0].organisation.',
  );
});

test("one account cannot be two contacts of a partnership, in whatever writing", () => {
  const text = edited(
    smallText,
    [
      "organisation: Harbour Council }\n      - { id: noor",
      "organisation: Harbour Council, routes: [{ email: A@span.example }] }\n      - { id: noor",
    ],
    [
      "organisation: Span Engineering }\n",
      "organisation: Span Engineering, routes: [{ email: a@span.example }] }\n",
    ],
  );
  expect(linesOf(text).filter((line) => line.includes("is taken by"))).toHaveLength(1);
});

test("one account may be a contact in two partnerships", () => {
  const one = edited(smallText, [
    "name: Aoife Byrne,",
    "name: Aoife Byrne, routes: [{ slack: { team: T0001, user: U0001 } }, { web: true }],",
  ]);
  const other = edited(one, ["partnerships:\n", ""], ["bridge-works", "tunnel-works"]);
  expect(readRoster(one + other, "roster.yaml").kind).toBe("roster");
});

test.each([
  ["{ close: { weekday: tuesday } }", "close: The close is not on a later day"],
  ['{ remind: { weekday: tuesday, at: "15:00" } }', "remind: The reminder is not on a later day"],
  ['{ remind: { weekday: friday, at: "17:00" } }', "remind: The reminder does not come before the close"],
  ["{ weekday: friday, close: { weekday: monday } }", "remind: The reminder does not come before the close"],
])("a week out of order is a fault: checkIn %s", (checkIn, expected) => {
  const lines = linesOf(edited(smallText, ["    host:", `    checkIn: ${checkIn}\n    host:`]));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(expected);
});

test("a week that wraps around Sunday is in order", () => {
  const checkIn = "{ weekday: friday, remind: { weekday: monday }, close: { weekday: tuesday } }";
  expect(readRoster(edited(smallText, ["    host:", `    checkIn: ${checkIn}\n    host:`]), "r").kind).toBe(
    "roster",
  );
});

test.each([
  ["", "The file is empty."],
  ["# only a comment\n", "The file is empty."],
  ["[]", "A group of keys is expected, found a list."],
  ["partnerships: []", "is too short a list."],
  ["partnerships: *gone", 'The alias "*gone" points at nothing.'],
  ["partnerships: &a [*a]", "A group of keys is expected, found a list."],
])("a file that is no roster at all is told so: %j", (text, expected) => {
  expect(linesOf(text).join("\n")).toContain(expected);
});

test("control characters of the file never reach the terminal", () => {
  const text = edited(
    smallText,
    ["key: bridge-works", String.raw`key: "a\e[31m\u202e"`],
    ["host: ", String.raw`"ho\e[2Jst": `],
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(linesOf(text).join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test("a bomb of aliases ends in a fault", () => {
  const rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level++) {
    rows.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  }
  expect(linesOf(rows.join("\n"))[0]).toContain("aliases");
});

test("a number where text belongs is to be put in quotes", () => {
  expect(linesOf(edited(smallText, ["name: Bridge works", "name: 2026"]))[0]).toContain(
    'Text is expected, found 2026. Put it in quotes: "2026".',
  );
});
