import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createWebApp } from "../../adapters/web/web-server.ts";
import { inputsOf } from "../adapters/web/web-world.ts";
import { type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";
import { quotesOf } from "./raised-cards.ts";

onBothEngines("raising a problem in the browser", (start) => {
  test("the form stands in the conversation, filled with what was typed, and becomes the receipt", async () => {
    const world = await startedWorld(start);
    const browser = await openSite(world);
    try {
      const path = `/c/${world.person("cyd").id}`;
      await browser.post(`${path}/say`, { text: '/pulse raise "Permits" <b>wait</b>\nsince Monday' });
      const form = formTo("raise", await browser.get(path));
      expect(form).toContain("&quot;Permits&quot; &lt;b&gt;wait&lt;/b&gt;\nsince Monday</textarea>");
      expect(form).toContain(
        '<option value="urgent">Urgent: harm or a legal duty, somebody must act today</option>',
      );
      expect(form).not.toContain("Open the form");
      const filled = {
        ...Object.fromEntries(inputsOf(form)),
        "field.severity": "urgent",
        "field.text": '"Permits" <b>wait</b>\r\nsince Monday',
      };
      for (let time = 0; time < 3; time += 1) {
        const answer = await browser.post(`${path}/act`, filled);
        expect(answer.status).toBe(303);
      }
      const page = await browser.get(path);
      expect(page).toContain("Permits: your problem is raised");
      expect(page).not.toContain('name="action" value="raise"');
      await world.settle();
      for (const key of ["ana", "vic"]) {
        const cards = await world.person(key).cardsWith("escalation-seen");
        expect(cards.map(quotesOf)).toEqual([['"Permits" <b>wait</b>\nsince Monday']]);
      }
      const steward = `/c/${world.person("vic").id}`;
      const seen = inputsOf(formTo("escalation-seen", await browser.get(steward)));
      await browser.post(`${steward}/act`, Object.fromEntries(seen));
      expect(await browser.get(steward)).toContain("Seen by Name of vic, Acme");
    } finally {
      browser.close();
    }
  });
});

/** The piece of a page that posts this action. */
function formTo(action: string, page: string): string {
  const forms = page.match(/<form[\s\S]*?<\/form>/gu) ?? [];
  const found = forms.findLast((form) => inputsOf(form).get("action") === action);
  if (found === undefined) throw new Error(`No form of the page sends ${action}.`);
  return found;
}

/** The browser's own server over this world, on a free port of 127.0.0.1. */
async function openSite(world: FlowWorld) {
  const app = createWebApp({
    ...world,
    words: world.wordsFor("en"),
    settings: { publicUrl: null, openDoorAllowed: true, secret: "x".repeat(32) },
    ready: world.isReady,
  });
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    get: async (path: string) => (await fetch(base + path)).text(),
    post: (path: string, pairs: Record<string, string>) =>
      fetch(base + path, {
        method: "POST",
        redirect: "manual",
        headers: { "Sec-Fetch-Site": "same-origin" },
        body: new URLSearchParams(pairs),
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
