import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommandLine } from "../../src/command-line/build-program.ts";
import type { CommandContext } from "../../src/command-line/command.ts";
import { commands } from "../../src/command-line/commands.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { randomIds } from "../../src/ports/ids.ts";

const roster = `
partnerships:
  - key: acme-permits
    name: Permits modernisation
    types: [private]
    phase: deploy
    timeZone: America/Chicago
    holidays: US-IL
    disclosure: confidential
    host: City of Springfield
    workingHours: { agency: "08:00-17:00", vendor: "09:00-18:00" }
    checkIn: { weekday: tuesday, at: "10:00", remind: { weekday: thursday, at: "10:00" }, close: { weekday: friday, at: "17:00" } }
    sides:
      agency: { label: City, steward: ana, sponsor: ana, leaders: [ana] }
      vendor: { label: Acme, steward: ben, sponsor: ben, leaders: [ben] }
    posts: { joint: web:acme-permits }
    parties:
      - { organisation: City of Springfield, side: agency, role: lead }
      - { organisation: Acme Software, side: vendor }
    contacts:
      - { id: ana, name: Ana, organisation: City of Springfield, role: manager, routes: [{ web: true }] }
      - { id: ben, name: Ben, organisation: Acme Software, role: manager, routes: [{ web: true }] }
`;

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-roster-"));
  await writeFile(join(directory, "good.yaml"), roster);
  await writeFile(
    join(directory, "bad.yaml"),
    roster.replace("phase: deploy", "phase: deplyo").replace("Chicago", "Chicgo"),
  );
});
afterAll(() => rm(directory, { recursive: true }));

async function typed(...argv: string[]) {
  const said = { out: "", err: "" };
  const io = {
    out: (text: string) => {
      said.out += `${text}\n`;
    },
    err: (text: string) => {
      said.err += `${text}\n`;
    },
    isTty: false,
  };
  const withStore = () => Promise.reject(new Error("the store was opened"));
  return { code: await runCommandLine(argv, { commands, io, directory, withStore }), ...said };
}

describe("roster check", () => {
  test("finds nothing wrong with a good file", async () => {
    const { code, out } = await typed("roster", "check", "good.yaml");
    expect(code).toBe(0);
    expect(out).toBe("good.yaml can be imported.\n");
  });

  test("lists every fault with file and line, and refuses", async () => {
    const { code, out, err } = await typed("roster", "check", "bad.yaml");
    expect(code).toBe(3);
    expect(out).toBe("");
    expect(err).toMatch(/^✗ bad\.yaml:6:\d+ {2}.*phase/m);
    expect(err).toMatch(/^✗ bad\.yaml:7:\d+ {2}.*timeZone/m);
    expect(err).toMatch(/^bad\.yaml: 2 faults\.$/m);
  });

  test("prints the same as JSON for scripts", async () => {
    const { code, out, err } = await typed("roster", "check", "bad.yaml", "--json");
    expect(code).toBe(3);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      kind: "faults",
      faults: [{ line: 6 }, { line: 7 }],
      warnings: [],
    });
  });

  test("says which file is not there and where it looked", async () => {
    const { code, err } = await typed("roster", "check", "none.yaml");
    expect(code).toBe(3);
    expect(err).toContain("none.yaml: there is no such file");
    expect(err).toContain(directory);
  });
});

test("roster schema prints a JSON Schema that knows partnerships", async () => {
  const { code, out } = await typed("roster", "schema");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ type: "object", properties: { partnerships: {} } });
});

describe("import", () => {
  test("asks for its file before it asks for the store", async () => {
    const { code, err } = await typed("import");
    expect(code).toBe(2);
    expect(err).toContain("missing required argument");
  });

  test("of a file with faults lists them all and imports nothing", async () => {
    const said: string[] = [];
    const io = {
      out: (text: string) => said.push(text),
      err: (text: string) => said.push(text),
      isTty: false,
    };
    const context = {
      clock: systemClock,
      ids: randomIds,
      transact: () => Promise.reject(new Error("the store was asked")),
    } as unknown as CommandContext;
    const line = {
      commands,
      io,
      directory,
      withStore: (run: (given: CommandContext) => Promise<number>) => run(context),
    };
    expect(await runCommandLine(["import", "bad.yaml"], line)).toBe(3);
    expect(said).toHaveLength(3);
    expect(said.at(-1)).toBe("Nothing was imported: 2 faults in bad.yaml.");
  });
});
