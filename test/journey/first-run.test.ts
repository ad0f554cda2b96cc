import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { type RunningProgram, startProgram } from "./running-program.ts";
import { faultsOf, focused, goTo, openPage, option, picture, say, tabTo, tap, visitAs } from "./visit.ts";

// One first run from beginning to end: each test goes on where the one before has stopped.
const settings = { RAPPORT_DATA_DIR: "data" };
let directory: string;
let program: RunningProgram;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-first-run-"));
  [program, browser] = await Promise.all([startProgram(directory, settings), openBrowser()]);
  page = await openPage(browser);
});
afterAll(async () => {
  await Promise.all([browser?.close(), program?.kill()]);
  await rm(directory, { recursive: true });
});

const answer = "The new permit form halved the calls we get.";

describe("a contact at the open door", () => {
  test("is chosen from everybody on the roster, says Start, and the check-in comes by itself", async () => {
    await page.goto(program.base);
    expect(await page.getByRole("link", { name: /Springfield|Acme Software|Prairie/u }).count()).toBe(14);
    await picture(page, "01-picker");
    await visitAs(page, program.base, "Grace Nowak");
    await page.getByRole("heading", { name: "how is it going, on both sides?" }).waitFor();
    expect(await page.locator("form.choice").count()).toBe(0);
    await picture(page, "02-introduction");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("You are in. The first card follows right away.").waitFor();
    await page.getByRole("heading", { name: "Permits modernisation: check-in" }).waitFor();
    expect(await page.locator("form.choice").count()).toBe(3);
    await page.screenshot({ path: "test/screenshots/03-card-in-view.png" });
    await picture(page, "03-card");
  });

  test("taps three times, changes who may see the open answer, and gets a receipt of all of it", async () => {
    await tap(page, 0, "Agree");
    await tap(page, 1, "Can't say");
    await tap(page, 2, "Strongly agree");
    const box = page.getByRole("textbox", { name: "What went well lately" });
    expect(await box.getAttribute("aria-describedby")).not.toBeNull();
    await page.getByText("Both sides will see this with your name, unless you change it below.").waitFor();
    await box.fill(answer);
    await page.getByLabel("Who may see this").selectOption("My own side, with my name");
    await page.getByRole("button", { name: "Save answer" }).click();
    await page.getByRole("heading", { name: "your answers are saved" }).waitFor();
    expect(await receiptRows(page)).toEqual(["Agree", "Can't say", "Strongly agree"]);
    await page.getByText(answer).waitFor();
    await page.getByText("My own side, with my name").waitFor();
    await page
      .getByText(/You can change this until \w{3} \d+ \w{3} \d{4}, 17:00 \(Chicago time\)\./u)
      .waitFor();
    await picture(page, "04-receipt");
  });

  test("changes a tap and the words, and Done keeps both", async () => {
    await page.getByRole("button", { name: "Change my answers" }).click();
    await page.getByText("Your own side will see this with your name.").waitFor();
    await tap(page, 1, "Disagree");
    await page.getByRole("textbox", { name: "What went well lately" }).fill(`${answer} Thank you!`);
    await picture(page, "05-change");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText(`${answer} Thank you!`).waitFor();
    expect(await receiptRows(page)).toEqual(["Agree", "Disagree", "Strongly agree"]);
  });

  test.each([
    ["a command", "/pulse status", "The first figures come on", "This check-in is open until"],
    ["a call for help", "/pulse help", "What you can type", "/pulse away until"],
    ["a typo", "/pulse statsu", 'Did you mean "status"?', "/pulse status"],
    ["nothing", "", "What you can type", "/pulse status"],
    ["an emoji", "🎉", "I only understand a few words. Nothing was saved.", "/pulse help"],
    ["4,000 characters", "x".repeat(4000), "Nothing was saved.", "/pulse help"],
    ["another language", "¿Cómo funciona esto?", "I only understand a few words.", "/pulse help"],
    ["a wish to look back", "/pulse history", "Your past answers", "See more of your answers"],
    ["a day that is none", "/pulse away until yesterday", "Until when?", "Type /pulse away until"],
    [
      "a place that is no zone",
      "/pulse timezone Chicago",
      "We know no time zone named Chicago.",
      "America/Chicago",
    ],
    ["a command for elsewhere", "/pulse link", "You are in the browser now.", "Type this in the chat"],
  ])("types %s and gets a useful reply with the next step", async (_what, line, useful, next) => {
    const reply = await say(page, line);
    expect(await reply.innerText()).toContain(useful);
    expect(await reply.innerText()).toContain(next);
  });

  test("finds everything again after a reload", async () => {
    const before = await page.locator(".messages").innerText();
    await page.reload();
    expect(await page.locator(".messages").innerText()).toBe(before);
    await picture(page, "06-conversation");
  });

  test("changes how they are asked, and the form shows what was kept", async () => {
    await goTo(page, "Settings");
    await page.getByLabel("Your time", { exact: true }).selectOption("14:00");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved. This is how we ask you from now on.").waitFor();
    const kept = ["How often we ask you", "Your day", "Your time"].map((label) =>
      page.getByLabel(label, { exact: true }).inputValue(),
    );
    expect(await Promise.all(kept)).toEqual(["weekly", "tuesday", "14:00"]);
  });

  test("sees the pages that are for them, and is told kindly about one that is not", async () => {
    const labels = await page.getByRole("navigation").getByRole("link").allInnerTexts();
    expect(labels).toEqual(["Conversation", "Status", "My answers", "Digests", "Settings", "Help"]);
    await goTo(page, "Status");
    await page.getByText("The first figures come on").waitFor();
    await goTo(page, "My answers");
    await page.getByText(`${answer} Thank you!`).waitFor();
    await goTo(page, "Digests");
    await page.getByText("There is no digest yet.").waitFor();
    await goTo(page, "Help");
    await page.getByRole("heading", { name: "Who sees what you say" }).waitFor();
    const contact = new URL(page.url()).searchParams.get("as");
    const response = await page.goto(`${program.base}/people?as=${contact}`);
    expect(response?.status()).toBe(403);
    await page.getByText("This page is for stewards.").waitFor();
    await picture(page, "07-not-for-you");
    await page.getByRole("navigation").getByRole("link", { name: "Conversation" }).click();
  });
});

test("a steward sees how their own side is reached, and never who has answered", async () => {
  const other = await openPage(browser);
  await visitAs(other, program.base, "Marisol Vega");
  await goTo(other, "People");
  await other.getByRole("heading", { name: "Grace Nowak" }).waitFor();
  expect(await other.getByRole("heading", { name: "Tom Brennan" }).count()).toBe(0);
  expect(await other.getByRole("main").innerText()).not.toMatch(/Agree|Neither|halved/u);
  await other.context().close();
});

test("somebody on the other side gets the same questions about the first side", async () => {
  const other = await openPage(browser, { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
  await visitAs(other, program.base, "Tom Brennan");
  await other.getByRole("button", { name: "Start", exact: true }).click();
  await other.getByText("Think about the last four weeks with City of Springfield.").waitFor();
  for (const place of [0, 1, 2]) await tap(other, place, "Neither");
  await picture(other, "08-other-side");
  await other.getByRole("button", { name: "Skip this question" }).click();
  await other.getByText("You skipped the open question.").waitFor();
  await other.context().close();
});

test("without a script: Start, a tap, the open question, a change, and the status", async () => {
  const other = await openPage(browser, { javaScriptEnabled: false });
  await visitAs(other, program.base, "Anh Tran");
  await other.getByRole("button", { name: "Start", exact: true }).click();
  await expect
    .poll(async () => {
      await other.reload();
      return other.locator("form.choice").count();
    })
    .toBe(3);
  await tap(other, 0, "Agree");
  await tap(other, 1, "Agree");
  await other.getByRole("textbox", { name: "What went well lately" }).fill(answer);
  await other.getByRole("button", { name: "Save answer" }).click();
  await tap(other, 0, "Disagree");
  await option(other, 2, "Neither").click();
  await other.getByRole("heading", { name: "your answers are saved" }).waitFor();
  expect(await receiptRows(other)).toEqual(["Disagree", "Agree", "Neither"]);
  await other.getByRole("button", { name: "Change my answers" }).click();
  await tap(other, 2, "Can't say");
  await other.getByRole("button", { name: "Done" }).click();
  expect(await receiptRows(other)).toEqual(["Disagree", "Agree", "Can't say"]);
  const reply = await say(other, "/pulse status");
  expect(await reply.innerText()).toContain("The first figures come on");
  await picture(other, "09-without-script");
  await other.context().close();
});

test("with the keyboard alone: from the front page to the receipt, the focus always seen and never lost", async () => {
  const other = await openPage(browser);
  await other.goto(program.base);
  await tabTo(other, "Luis Cabrera");
  await other.keyboard.press("Enter");
  await other.getByRole("heading", { name: "Conversation of Luis Cabrera" }).waitFor();
  await tabTo(other, "Start");
  await other.keyboard.press("Enter");
  await other.getByRole("heading", { name: "Permits modernisation: check-in" }).waitFor();
  for (const place of [0, 1, 2]) {
    await tabTo(other, place === 1 ? "Can't say" : "Disagree");
    const { label } = await focused(other);
    await other.keyboard.press("Enter");
    await other.locator("form.choice").nth(place).locator("[aria-pressed=true]").waitFor();
    expect((await focused(other)).label).toBe(label);
    if (place === 0) await picture(other, "10-keyboard-focus");
    if (place < 2) await tabTo(other, "Strongly disagree");
    if (place === 0) await other.keyboard.press("Tab");
  }
  await tabTo(other, "What went well lately");
  await other.keyboard.type(answer);
  await tabTo(other, "Who may see this");
  await other.keyboard.press("ArrowDown");
  await tabTo(other, "Save answer");
  await other.keyboard.press("Enter");
  await other.getByRole("heading", { name: "your answers are saved" }).waitFor();
  await other.getByText("My own side, with my name").waitFor();
  await tabTo(other, "Change my answers");
  await other.context().close();
});

describe("accessibility", () => {
  test.each([
    ["picker", ""],
    ["conversation", "Conversation"],
    ["status", "Status"],
    ["history", "My answers"],
    ["digests", "Digests"],
    ["people", "People"],
    ["settings", "Settings"],
    ["help", "Help"],
  ])(
    "%s: nothing for axe to find, in light and dark, on a phone, a tablet and a desk",
    async (name, label) => {
      const other = await openPage(browser);
      await visitAs(other, program.base, name === "people" ? "Marisol Vega" : "Grace Nowak");
      if (name === "picker") await other.goto(program.base);
      else await goTo(other, label);
      await other.getByRole("heading", { level: 1 }).waitFor();
      const faults: string[] = [];
      for (const colorScheme of ["light", "dark"] as const) {
        await other.emulateMedia({ colorScheme });
        for (const width of [320, 768, 1280]) {
          await other.setViewportSize({ width, height: 800 });
          // The two furthest apart, to look at.
          if ((width === 320) === (colorScheme === "light") && width !== 768) {
            await picture(other, `${name}-${width}-${colorScheme}`);
          }
          faults.push(...(await faultsOf(other)).map((fault) => `${colorScheme} ${width}: ${fault}`));
        }
      }
      await other.context().close();
      expect(faults).toEqual([]);
    },
  );
});

test("stops by itself when it is told to; started again, it knows everything and sends nothing twice", async () => {
  const before = await page.locator(".messages").innerText();
  const path = new URL(page.url()).pathname;
  const { code, err, tookMs } = await program.stop();
  expect([code, err]).toEqual([0, ""]);
  expect(tookMs).toBeLessThan(10_000);

  program = await startProgram(directory, settings);
  // Once somebody new has got a card, whatever else was due has been sent as well.
  const other = await openPage(browser);
  await visitAs(other, program.base, "Rebecca Stone");
  await other.getByRole("button", { name: "Start", exact: true }).click();
  await other.locator("form.choice").first().waitFor();
  expect(await other.locator(".message").count()).toBe(2);
  await page.goto(program.base + path);
  expect(await page.locator(".messages").innerText()).toBe(before);
  await visitAs(other, program.base, "Harold Lindqvist");
  expect(await other.locator(".message").count()).toBe(1);
  await other.context().close();
});

function receiptRows(on: Page): Promise<readonly string[]> {
  return on.locator(".message", { hasText: "your answers are saved" }).locator("td").allInnerTexts();
}
