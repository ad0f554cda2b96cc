import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

const folder = join(import.meta.dirname, "../screenshots");
const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const longest = 15_000;

/** A page of a browser of its own, as wide as a phone unless told otherwise; nothing on it moves by itself. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 780 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(longest);
  return context.newPage();
}

/** Keeps a picture of the whole page for people to look at: `test/screenshots/<name>.png`, git-ignored. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  const height = await page.locator("html").evaluate((html) => html.scrollHeight);
  // As high as the page, or what stays in view would lie across the middle of it.
  if (before !== null) await page.setViewportSize({ ...before, height: Math.max(before.height, height) });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  if (before !== null) await page.setViewportSize(before);
}

/** From the front page of the open door to somebody's conversation. */
export async function visitAs(page: Page, base: string, name: string): Promise<void> {
  await page.goto(base);
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { name: `Conversation of ${name}` }).waitFor();
}

/** Goes to one of the pages that the navigation offers. */
export async function goTo(page: Page, label: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: label, exact: true }).click();
}

/** One option of a rated statement on the check-in card; `place` counts the statements from 0. */
export function option(page: Page, place: number, label: string): Locator {
  return page.locator("form.choice").nth(place).getByRole("button", { name: label, exact: true });
}

/** Taps an option and waits until it stands as chosen. */
export async function tap(page: Page, place: number, label: string): Promise<void> {
  await option(page, place, label).click();
  await page.locator("form.choice").nth(place).locator("[aria-pressed=true]", { hasText: label }).waitFor();
}

/** Types a line as the person whose conversation is open, and resolves with Rapport's reply. */
export async function say(page: Page, line: string): Promise<Locator> {
  const messages = page.locator(".message.ours");
  const reply = messages.nth(await messages.count());
  await page.getByLabel("Write to Rapport").fill(line);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await reply.waitFor();
  return reply;
}

/** What is wrong with the page for people who see, hear or move differently: one readable line each. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const found = violations.map(
    ({ impact, id, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
  );
  const isWider = await page.locator("html").evaluate((html) => html.scrollWidth > html.clientWidth);
  return isWider ? [...found, "the page must be scrolled sideways"] : found;
}

/** Presses Tab until the focus is on something with this text or name, and sees on the way that it can be seen. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press("Tab");
    const { outline, label } = await focused(page);
    if (outline < 2) throw new Error(`The focus on "${label}" cannot be seen.`);
    if (label.includes(name)) return;
  }
  throw new Error(`Tab never reaches "${name}".`);
}

/** What has the focus: its name in words, and how many pixels wide its outline is. */
export function focused(page: Page): Promise<{ readonly label: string; readonly outline: number }> {
  return page.locator("body").evaluate(({ ownerDocument }) => {
    const element = ownerDocument.activeElement;
    const { outlineStyle, outlineWidth } = ownerDocument.defaultView.getComputedStyle(element);
    const label: string = (element.labels?.[0] ?? element).textContent.trim();
    return { label, outline: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth) };
  });
}
