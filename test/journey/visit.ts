import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Locator, Page } from "playwright-core";

const folder = join(import.meta.dirname, "../screenshots");
const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Keeps a picture of the whole page for people to look at: `test/screenshots/<name>.png`, git-ignored. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** One option of a rated statement on the newest card; `place` counts the statements from 0. */
export function option(page: Page, place: number, label: string): Locator {
  return page.locator("form.choice").nth(place).getByRole("button", { name: label, exact: true });
}

/** Types a line as the person whose conversation is open, and resolves with Rapport's new message. */
export async function say(page: Page, line: string): Promise<Locator> {
  const messages = page.locator(".message.ours");
  const before = await messages.count();
  await page.getByLabel("Write to Rapport").fill(line);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const answer = messages.nth(before);
  await answer.waitFor();
  return answer;
}

/** Every accessibility fault of the page as it stands, one readable line each. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ impact, id, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
