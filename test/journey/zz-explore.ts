import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { startProgram } from "./running-program.ts";
import { option, picture, say } from "./visit.ts";

const dir = mkdtempSync(join(tmpdir(), "journey-"));
const program = await startProgram(dir, { RAPPORT_DATA_DIR: "data" });
const browser = await openBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  await page.goto(program.base);
  await picture(page, "x01-picker");
  await page.getByRole("link", { name: /Grace Nowak/ }).click();
  await picture(page, "x02-intro");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator("form.choice").first().waitFor();
  await picture(page, "x03-card");
  await page.screenshot({ path: "test/screenshots/x03b-viewport.png" });
  await option(page, 0, "Agree").click();
  await page.locator('[aria-pressed="true"]').nth(0).waitFor();
  await option(page, 1, "Can't say").click();
  await page.locator('[aria-pressed="true"]').nth(1).waitFor();
  await option(page, 2, "Strongly agree").click();
  await page.locator('[aria-pressed="true"]').nth(2).waitFor();
  await picture(page, "x04-taps");
  await page.locator("textarea").fill("The new permit form halved the calls we get.");
  await page.getByLabel("Who may see this").selectOption({ label: "My own side, with my name" });
  await page.getByRole("button", { name: "Save answer" }).click();
  await page.getByRole("button", { name: "Change my answers" }).waitFor();
  await picture(page, "x05-receipt");
  await page.getByRole("button", { name: "Change my answers" }).click();
  await page.getByRole("button", { name: "Done" }).waitFor();
  await picture(page, "x06-edit");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Change my answers" }).waitFor();
  let n = 10;
  for (const line of ["/pulse status", "/pulse help", "/pulse statsu", "", "🎉", "a".repeat(4000), "/pulse settings", "/pulse history", "/pulse checkin", "/pulse cadence", "/pulse timezone", "/pulse away until friday", "/pulse away until 2020-01-01", "/pulse link", "hola, ¿cómo funciona esto?"]) {
    const m = await say(page, line);
    await m.screenshot({ path: `test/screenshots/x${n++}-say.png` });
  }
  await page.screenshot({ path: "test/screenshots/x30-viewport.png" });
  await picture(page, "x31-conversation");
  const href = await page.getByRole("link", { name: "Status", exact: true }).first().getAttribute("href");
  const as = new URL(href!, program.base).searchParams.get("as");
  for (const p of ["status", "history", "digests", "settings", "help", "people", "posts", "nothing"]) {
    await page.goto(`${program.base}/${p}?as=${as}`);
    await picture(page, `x4-${p}`);
  }
} finally {
  await browser.close();
  console.log(await program.stop());
}
