import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { freePort, type RunningProgram, runCommand, startProgram } from "./running-program.ts";
import { faultsOf, goTo, openPage, picture, tap } from "./visit.ts";

// A server with a public address, so that nobody comes in without a link; people with long names.
const longName = "Maximiliana-Josephine Wolfeschlegelsteinhausenbergerdorff von und zu Hohenstein";
const partnership = "Modernisation of the metropolitan building permit, inspection and licensing services";
const council = "Metropolitan Council for Building, Planning and Neighbourhoods";
const supplier = "Softwareentwicklungsgesellschaftmitbeschränkterhaftung";
let directory: string;
let settings: Readonly<Record<string, string>>;
let program: RunningProgram;
let browser: Browser;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-links-"));
  const roster = aRoster(
    aPartnership({
      name: partnership,
      host: council,
      parties: [
        { organisation: council, side: "agency" },
        { organisation: supplier, side: "vendor" },
      ],
      contacts: [
        aRosterContact("ana", { name: longName, organisation: council }),
        ...["bob", "cyd", "dee", "eli"].map((id) => aRosterContact(id, { organisation: council })),
        ...["vic", "wes", "xia"].map((id) => aRosterContact(id, { organisation: supplier })),
      ],
    }),
  );
  await writeFile(join(directory, "roster.yaml"), roster);
  const port = await freePort();
  settings = {
    RAPPORT_DATA_DIR: "data",
    RAPPORT_ROSTER: "roster.yaml",
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  [program, browser] = await Promise.all([startProgram(directory, settings), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), program?.kill()]);
  await rm(directory, { recursive: true });
});

test("the open door is shut: its paths are not there, and the front page says how to come in", async () => {
  const sameSite = { "Sec-Fetch-Site": "same-origin" };
  for (const path of ["/c/ana", "/c/ana/revision"]) {
    expect((await fetch(program.base + path)).status).toBe(404);
  }
  for (const path of ["/c/ana/act", "/c/ana/say"]) {
    const body = new URLSearchParams({ text: "help" });
    const response = await fetch(program.base + path, { method: "POST", headers: sameSite, body });
    expect(response.status).toBe(404);
  }
  expect((await fetch(`${program.base}/status?as=ana`)).status).toBe(403);
  const page = await openPage(browser);
  await page.goto(program.base);
  await page.getByRole("heading", { name: "You need a link to come in" }).waitFor();
  expect(await page.getByRole("main").innerText()).not.toMatch(/Name of|Maximiliana|Council/u);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "20-way-in");
  await page.context().close();
});

test("a first link asks whether the person takes part; a second one opens the check-in, once", async () => {
  const page = await openPage(browser, { viewport: { width: 320, height: 700 } });
  await page.goto(await linkFor("permits/vic"));
  await page.getByRole("heading", { name: "Your pages are ready" }).waitFor();
  await page.getByRole("button", { name: "Open" }).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("You are in.").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "21-started");
  await page.getByRole("button", { name: "I agree", exact: true }).click();
  await page.getByText(`Think about the last four weeks with ${council}.`).waitFor();
  await page.context().close();

  const link = await linkFor("permits/vic");
  const fresh = await openPage(browser, { viewport: { width: 320, height: 700 } });
  await fresh.goto(link);
  await fresh.getByRole("heading", { name: "Your check-in is ready" }).waitFor();
  await picture(fresh, "22-link");
  await fresh.getByRole("button", { name: "Open" }).click();
  await fresh.getByText(`Think about the last four weeks with ${council}.`).waitFor();
  for (const place of [0, 1, 2]) await tap(fresh, place, place === 1 ? "Can't say" : "Agree");
  await fresh.getByRole("textbox", { name: "What went well lately" }).fill("We found the cause together.");
  await picture(fresh, "23-check-in");
  await fresh.getByRole("button", { name: "Save answer" }).click();
  await fresh.getByRole("heading", { name: "your answers are saved" }).waitFor();
  await fresh.getByRole("button", { name: "Change my answers" }).click();
  await tap(fresh, 1, "Neither");
  await fresh.getByRole("button", { name: "Done" }).click();
  await fresh.reload();
  expect(await fresh.locator("td").allInnerTexts()).toEqual(["Agree", "Neither", "Agree"]);
  expect(await faultsOf(fresh)).toEqual([]);
  await picture(fresh, "24-receipt");

  await fresh.goto(link);
  await fresh.getByRole("heading", { name: "This link has been used" }).waitFor();
  await fresh.getByRole("link", { name: "Go to your check-in" }).click();
  await fresh.getByRole("heading", { name: "your answers are saved" }).waitFor();
  expect((await fresh.goto(`${program.base}/status`))?.status()).toBe(403);
  await fresh.context().close();

  const stranger = await openPage(browser);
  expect((await stranger.goto(link))?.status()).toBe(410);
  await stranger
    .getByText("Each link works once. Type /pulse pages in your chat, or ask your steward")
    .waitFor();
  expect(await stranger.getByRole("link", { name: "Go to your check-in" }).count()).toBe(0);
  await picture(stranger, "25-used");
  expect((await stranger.goto(`${program.base}/go/nonsense`))?.status()).toBe(404);
  await stranger.getByRole("heading", { name: "We do not know this link" }).waitFor();
  await stranger.context().close();
});

test("a link to the pages signs a steward in: status, people, a link to hand over, sign out", async () => {
  const page = await openPage(browser, { viewport: { width: 320, height: 700 } });
  await page.goto(await linkFor("permits/ana", "--pages"));
  await page.getByRole("button", { name: "Open" }).click();
  await page.getByRole("heading", { name: "Status", exact: true }).waitFor();
  await page.getByRole("heading", { name: partnership }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "26-status");
  await goTo(page, "People");
  await page.getByRole("heading", { name: longName }).waitFor();
  const bob = page.locator("section", { has: page.getByRole("heading", { name: "Name of bob" }) });
  await bob.locator("summary", { hasText: "Make a link" }).click();
  await bob.getByRole("button", { name: "Make a link" }).click();
  const said = await page.getByText("Hand this link to Name of bob alone:").innerText();
  expect(said).toContain(`${program.base}/go/`);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "27-people");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "You need a link to come in" }).waitFor();
  await page.context().close();
});

test("a link that is too old says so, and so does a check-in that has closed meanwhile", async () => {
  const link = await linkFor("permits/wes");
  const late = await openPage(browser);
  await late.goto(await linkFor("permits/vic"));
  await late.getByRole("button", { name: "Open" }).click();
  await late.getByRole("heading", { name: "Your check-in", exact: true }).waitFor();
  expect((await program.stop()).code).toBe(0);
  const store = await PGlite.create({ dataDir: join(directory, "data", "postgres") });
  await store.query("update links set expires_at = now() - interval '1 minute' where used_at is null");
  await store.query("update invitations set closes_at = now() - interval '1 minute'");
  await store.close();
  program = await startProgram(directory, settings);
  const page = await openPage(browser);
  expect((await page.goto(link))?.status()).toBe(410);
  await page.getByRole("heading", { name: "This link is too old" }).waitFor();
  expect(await page.getByRole("button", { name: "Open" }).count()).toBe(0);
  await picture(page, "28-expired");
  await late.reload();
  await late.getByRole("heading", { name: "This check-in is closed" }).waitFor();
  await picture(late, "29-closed");
  await Promise.all([page.context().close(), late.context().close()]);
});

/** What an operator does beside the running server. */
async function linkFor(contact: string, ...options: string[]): Promise<string> {
  const { code, out, err } = await runCommand(directory, settings, ["link", contact, ...options]);
  expect([code, err]).toEqual([0, expect.stringContaining("works once")]);
  expect(out).toMatch(new RegExp(`^${program.base}/go/\\S+\n$`, "u"));
  return out.trim();
}
