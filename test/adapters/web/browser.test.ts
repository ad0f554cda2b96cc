import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { aCheckInCard, aStatusCard } from "./sample-cards.ts";
import { WebWorld } from "./web-world.ts";

let browser: Browser;
let world: WebWorld;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  world = await new WebWorld().open();
  await world.board.post("web:city-steward", "check-in", aCheckInCard());
});
afterEach(async () => {
  await page.context().close();
  world.close();
});

async function visit(path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 375, height: 740 }, ...options });
  page = await context.newPage();
  await page.goto(world.base + path);
  return page;
}

function option(statement: RegExp, label: string) {
  return page.getByRole("group", { name: statement }).getByRole("button", { name: label, exact: true });
}

describe("the browser with its script", () => {
  it("swaps only the tapped card, keeps the focus and what was typed, and says that it was saved", async () => {
    await visit("/c/city-steward");
    const box = page.getByLabel("What went well");
    await box.fill("The new form works");
    world.reply = { outcome: "done", replace: aCheckInCard({ OPN1: "4" }) };
    await option(/When a date slips/u, "Agree").click();
    await page.getByRole("status").filter({ hasText: "Saved" }).waitFor();
    const chosen = option(/When a date slips/u, "Agree");
    expect(await chosen.getAttribute("aria-pressed")).toBe("true");
    expect(await chosen.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    expect(await box.inputValue()).toBe("The new form works");
  });

  it("makes one submission of a double click, and then sends the other option tapped meanwhile", async () => {
    await visit("/c/city-steward");
    const { promise, resolve } = Promise.withResolvers<void>();
    world.gate = promise;
    world.reply = { outcome: "done", replace: aCheckInCard({ OPN1: "5" }) };
    await option(/When a date slips/u, "Agree").dblclick();
    await option(/When a date slips/u, "Strongly agree").click();
    resolve();
    await expect.poll(() => world.interactions.map(({ fields }) => fields.value)).toEqual(["4", "5"]);
    expect(new Set(world.interactions.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it("says that an answer was not saved and keeps the words in their box", async () => {
    await visit("/c/city-steward");
    world.reply = { outcome: "not-saved" };
    await page.getByLabel("What went well").fill("Do not lose me");
    await page.getByRole("button", { name: "Send" }).first().click();
    await page.getByRole("alert").filter({ hasText: "This was not saved" }).waitFor();
    expect(await page.getByLabel("What went well").inputValue()).toBe("Do not lose me");
  });

  it("shows a typed line and its reply without a reload, and messages that come by themselves", async () => {
    await visit("/c/city-steward");
    world.reply = { outcome: "done", say: aStatusCard() };
    await page.getByLabel("Write to Rapport").fill("/pulse status");
    await page.keyboard.press("Enter");
    await page.getByText("/pulse status", { exact: true }).waitFor();
    await page.getByRole("heading", { name: "Permits modernisation", level: 2 }).waitFor();
    await world.board.post("web:city-steward", "later", {
      summary: "A reminder",
      nodes: [{ kind: "text", text: "The check-in closes on Friday." }],
    });
    await page.getByText("The check-in closes on Friday.").waitFor();
    expect(await page.getByLabel("Write to Rapport").inputValue()).toBe("");
  });

  it("does not pull a card away from somebody who types in it, and keeps the words when it comes later", async () => {
    await visit("/c/city-steward");
    const box = page.getByLabel("What went well");
    await box.pressSequentially("Half a sen");
    const [message] = world.board.messages.values();
    await world.board.replace(message?.conversation ?? "", message?.id ?? "", aCheckInCard({ ANC1: "5" }));
    await page.waitForResponse((response) => response.url().endsWith("/c/city-steward"));
    await box.pressSequentially("tence");
    expect(await box.inputValue()).toBe("Half a sentence");
    await page.getByLabel("Write to Rapport").focus();
    await page.getByRole("button", { name: "Strongly agree", pressed: true }).waitFor();
    expect(await box.inputValue()).toBe("Half a sentence");
  });

  it("works with the keyboard alone: skip link, options in order, confirmation", async () => {
    await visit("/c/city-steward");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Skip to the main part");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Strongly disagree");
    await page.locator("summary", { hasText: "Pause" }).press("Enter");
    await page.getByText("You get no more check-ins").waitFor();
  });
});

describe("the browser without a script", () => {
  it("stores a tap, comes back to the card and shows the reply as a message", async () => {
    await visit("/c/city-steward", { javaScriptEnabled: false });
    world.reply = { outcome: "done", replace: aCheckInCard({ DIR2: "2" }) };
    await option(/tells us early/u, "Disagree").click();
    expect(await option(/tells us early/u, "Disagree").getAttribute("aria-pressed")).toBe("true");
  });
});

describe("accessibility", () => {
  it.each([
    ["/", "light"],
    ["/c/city-steward", "light"],
    ["/c/city-steward", "dark"],
    ["/status?as=city-steward", "dark"],
    ["/nothing-here", "light"],
  ] as const)("finds no fault on %s in %s, at 320 and 1280 pixels", async (path, colorScheme) => {
    await world.board.post("web:city-steward", "status", aStatusCard());
    await world.board.say("web:city-steward", "/pulse help", "typed");
    world.entries = [
      {
        contactId: "city-steward",
        name: "City Steward",
        organisation: "City of Springfield",
        sideLabel: "City",
        partnership: { key: "acme-permits", name: "Permits modernisation" },
        role: "manager",
      },
    ];
    world.page = (asked) =>
      asked === "/status"
        ? {
            kind: "page",
            page: {
              title: "Status",
              path: asked,
              navigation: [{ label: "Status", path: asked }],
              sections: [{ heading: "October", framed: true, nodes: aStatusCard().nodes }],
            },
          }
        : { kind: "not-found" };
    await visit(path, { colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => violation.id)).toEqual([]);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });
});
