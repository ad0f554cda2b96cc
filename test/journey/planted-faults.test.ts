import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { edited, sampleText } from "../partnerships/roster-samples.ts";
import { type Ended, startInVain } from "./running-program.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-faults-"));
});
afterAll(() => rm(directory, { recursive: true }));

test("every planted fault of the settings has its line: the variable, what is wrong, what to do", async () => {
  const planted = {
    DATABASE_URL: "mysql://root:canary@db/x",
    RAPPORT_DATA_DIR: "a-file",
    RAPPORT_ROSTER: "none.yaml",
    HOST: "a b",
    PORT: "99999",
    PUBLIC_URL: "example.org",
    RAPPORT_SECRET: "canary",
    LOG_LEVEL: "all",
    SMTP_URL: "imap://user:canary@mail",
    MAIL_FROM: "nobody",
    RAPPORT_SECERT: "canary",
    PROT: "3000",
    PUBLIC_URI: "https://x.org",
    RAPPORT_COLOUR: "blue",
  };
  await writeFile(join(directory, "a-file"), "");
  const ended = await startInVain(directory, planted);
  expectPlainEnd(ended);
  expect(ended.err).not.toContain("canary");
  const [first, ...lines] = linesOf(ended);
  expect(first).toBe("14 settings need to be put right:");
  expect(lines.map((line) => line.split(":")[0]?.replace("  ✗ ", "")).sort()).toEqual(
    Object.keys(planted).sort(),
  );
  for (const line of lines) expect(line).toMatch(/^ {2}✗ [A-Z_]+: .+[.?] Fix: .+\.$/u);
});

/** What is planted into the sample roster: the healthy words, the faulty ones, and what its line must say. */
const plants: readonly (readonly [from: string, to: string, told: RegExp])[] = [
  ["name: Permits modernisation", "nmae: Permits", /"nmae" is not known here\. Did you mean name\?/u],
  ["types: [private]", "types: [privat]", /"privat" is not known here\. Did you mean private\?/u],
  ["phase: deploy", "phase: deplyo", /Did you mean deploy\?/u],
  ["timeZone: America/Chicago", "timeZone: EST", /"EST" is not a time zone\. Write an IANA name/u],
  ["holidays: US-IL", "holidays: us-il", /Did you mean US-IL\?/u],
  ["disclosure: confidential", "disclosure: secret", /"secret" is not known here\. Use/u],
  ['agency: "08:00-17:00"', 'agency: "17:00-08:00"', /Write it as HH:MM-HH:MM/u],
  ["weekday: tuesday", "weekday: tusday", /Did you mean tuesday\?/u],
  ["steward: marisol-vega", "steward: marisol", /"marisol" is not the id of a contact/u],
  ["sponsor: priya-raman, ", "", /sponsor: is missing\. Add it/u],
  ["tags: [sme]", "tags: sme", /A list is expected, found "sme"/u],
  ["id: anh-tran", "id: grace-nowak", /"grace-nowak" is taken by .+ Give each contact an id of its own/u],
  ["rebecca.stone@springfield.example", "rebecca.stone", /is not an e-mail address\. Write one address/u],
  ["Acme Software, role: manager", "Acme Sofware, role: manager", /Did you mean Acme Software\?/u],
  ["key: harbor-outreach", "key: Harbor Outreach", /Did you mean harbor-outreach\?/u],
  ['joint: "web:harbor-outreach"', 'joint: "irc:harbor"', /Start it with web:, slack: or teams:/u],
  ["key: river-dispatch", "key: acme-permits", /Give each partnership a key of its own/u],
  ["host: Mesa Ridge County", "host:", /host: is empty\. Write a value/u],
  ["endsOn: 2028-06-30", "endsOn: 2028-02-31", /is not a day of the calendar\. Write an existing day/u],
  ['monday, at: "12:00"', 'monday, at: "24:00"', /"24:00" is not a time of day/u],
  [
    'vendor: "web:river-dispatch-host"',
    'vendor: "web:river-dispatch"',
    /Name a conversation that this side alone/u,
  ],
];

test("more than twenty planted faults of the roster have a line each: file, line, what is wrong, what to do", async () => {
  const text = edited(sampleText, ...plants.map(([from, to]) => [from, to] as const));
  await writeFile(join(directory, "roster.yaml"), text);
  const ended = await startInVain(directory, {
    RAPPORT_DATA_DIR: "data",
    RAPPORT_ROSTER: "roster.yaml",
    PORT: "0",
  });
  expectPlainEnd(ended);
  const [first, ...lines] = linesOf(ended);
  expect(first).toBe("The roster has faults. Nothing was imported.");
  for (const [, to, told] of plants) {
    const place = text.split("\n").findLastIndex((line) => to !== "" && line.includes(to)) + 1;
    const line = lines.find((one) => told.test(one));
    expect(line, String(told)).toContain(
      `${join(directory, "roster.yaml")}:${place === 0 ? "" : `${place}:`}`,
    );
  }
  // A name that is misspelt is also missing.
  expect(lines.length).toBe(plants.length + 1);
  expect(new Set(lines).size).toBe(lines.length);
});

describe("a start that cannot be made ends with one plain sentence", () => {
  test.each([
    [
      "a server that is not there",
      { DATABASE_URL: "postgres://a:canary@127.0.0.1:1/b" },
      /ECONNREFUSED.+ Check DATABASE_URL/u,
    ],
    [
      "a data directory inside a file",
      { RAPPORT_DATA_DIR: "a-file/data" },
      /cannot be made \(ENOTDIR\)\. Fix: set RAPPORT_DATA_DIR/u,
    ],
    [
      "a database that is none",
      { RAPPORT_DATA_DIR: "damaged" },
      /cannot be opened; it may be damaged\. Fix: put a backup/u,
    ],
    [
      "a roster that is empty",
      { RAPPORT_ROSTER: "a-file", RAPPORT_DATA_DIR: "data" },
      /a-file:1:1 {2}The file is empty\. Start it with/u,
    ],
    [
      "an address of another machine",
      { HOST: "192.0.2.1", RAPPORT_DATA_DIR: "data" },
      /no address of this machine\. Set HOST/u,
    ],
  ])("%s", async (_what, settings, told) => {
    await writeFile(join(directory, "a-file"), "");
    await mkdir(join(directory, "damaged", "postgres"), { recursive: true });
    await writeFile(join(directory, "damaged", "postgres", "PG_VERSION"), "9\n");
    const ended = await startInVain(directory, { PORT: "0", ...settings });
    expectPlainEnd(ended);
    expect(ended.err).not.toContain("canary");
    expect(linesOf(ended).at(-1)).toMatch(told);
  });

  test("a port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const ended = await startInVain(directory, { RAPPORT_DATA_DIR: "data", PORT: String(port) });
    taken.close();
    expectPlainEnd(ended);
    expect(linesOf(ended)).toEqual([
      `127.0.0.1:${port} is taken by another program. Stop that program, or set PORT to another number.`,
    ]);
  });

  test("a .env that cannot be read", async () => {
    const own = await mkdtemp(join(directory, "env-"));
    await mkdir(join(own, ".env"));
    const ended = await startInVain(own, {});
    expectPlainEnd(ended);
    expect(linesOf(ended)).toEqual([`${join(own, ".env")} cannot be read. Fix: make it a readable file.`]);
  });
});

/** It ends by itself with 1, says nothing on standard output, and never shows its own code. */
function expectPlainEnd({ code, out, err }: Ended): void {
  expect([code, out]).toEqual([1, ""]);
  expect(err).not.toMatch(/^\s+at |Error:|node:internal|\.ts:\d/mu);
}

function linesOf({ err }: Ended): readonly string[] {
  return err.trimEnd().split("\n");
}
