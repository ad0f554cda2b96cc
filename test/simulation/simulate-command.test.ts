import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLine } from "../../src/command-line/build-program.ts";
import { simulateCommand } from "../../src/command-line/simulate-command.ts";
import { RapportError } from "../../src/errors.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { runSimulate, simulatedTexts } from "./simulated-store.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterAll(() => engine.close());

const unopened = {
  open: async () => {
    throw new Error("The store was opened.");
  },
};

test.each([
  ["--weeks 0", "Use a whole number from 1 to 260."],
  ["--weeks 261", "Use a whole number from 1 to 260."],
  ["--weeks 2.5", "Use a whole number from 1 to 260."],
  ["--seed seven", "Use a whole number from 0 to 2147483647."],
  ["--seed -1", "Use a whole number from 0 to 2147483647."],
  ["--until 2026-02-31", "Use a date like 2026-11-20."],
  ["--until yesterday", "Use a date like 2026-11-20."],
  ["--until 2026-11-23", "lies in the future. Use a date up to today (2026-11-22)."],
  ["--week 3", "Did you mean --weeks?"],
])("%s is wrong usage with what to use", async (typed, said) => {
  const { code, err } = await runSimulate(engine, typed, unopened);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) });
});

test("a roster or server of one's own needs --yes", async () => {
  const { code, err } = await runSimulate(engine, "--weeks 1", { ...unopened, isPrecious: true });
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining("Add --yes") });
});

test("a store that a server has open is refused with who has it", async () => {
  const open = async () => {
    throw new RapportError("database.in-use", "The data directory is in use by process 77.");
  };
  const { code, err } = await runSimulate(engine, "--weeks 1", { open });
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining("in use by process 77") });
});

test("a server does not run it for others", async () => {
  const said: string[] = [];
  const code = await runCommandLine(["simulate"], {
    commands: [simulateCommand],
    io: { out: () => {}, err: (text) => void said.push(text), isTty: false },
    directory: ".",
    withStore: async () => 0,
  });
  expect({ code, said }).toEqual({ code: 3, said: [expect.stringContaining("Stop the server first")] });
});

test("faults of the roster are listed, and the store stays empty", async () => {
  const readRoster = async () => ({ text: "partnerships: 3\n", source: "mine.yaml" });
  const { code, err } = await runSimulate(engine, "--weeks 1", { readRoster });
  expect(code).toBe(3);
  expect(err).toContain("mine.yaml");
  expect(await engine.query("select id from partnerships")).toEqual([]);
});

test("it tells of every week, sums up in words, and says who took no part and how to look at it", async () => {
  const readRoster = async () => ({ text: twoSides, source: "mine.yaml" });
  const readTexts = async () => simulatedTexts;
  const { code, out, progress } = await runSimulate(engine, "--weeks 2", { readRoster, readTexts });
  expect(code).toBe(0);
  expect(progress.map(({ done }) => done)).toEqual([0, 1, 2]);
  expect(progress.at(-1)?.note).toMatch(/^\d+ ratings, \d+ texts$/);
  expect(out).toContain("1 partnerships, 4 contacts, 3 rounds");
  expect(out).toContain("1 contacts without a browser route took no part");
  expect(out).toContain("npm start");
});

const twoSides = `
partnerships:
  - key: two
    name: Two sides
    types: [private]
    phase: design
    timeZone: Europe/Berlin
    host: Town
    sides:
      agency: { label: Town, steward: a, sponsor: a, leaders: [a] }
      vendor: { label: Firm, steward: c, sponsor: c, leaders: [c] }
    parties:
      - { organisation: Town, side: agency }
      - { organisation: Firm, side: vendor }
    contacts:
      - { id: a, name: Ann A, organisation: Town, role: manager, routes: [{ web: true }] }
      - { id: b, name: Bo B, organisation: Town, role: expert, routes: [{ web: true }] }
      - { id: c, name: Cy C, organisation: Firm, role: manager, routes: [{ web: true }] }
      - { id: d, name: Di D, organisation: Firm, role: expert, routes: [{ slack: { team: T0001, user: U0001 } }] }
`;
