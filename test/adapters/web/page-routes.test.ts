import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Page } from "../../../src/ports/page.ts";
import { aCheckInCard, aStatusCard } from "./sample-cards.ts";
import { byScript, inputsOf, WebWorld } from "./web-world.ts";

let world: WebWorld;

beforeEach(async () => {
  world = await new WebWorld().open();
  world.page = (path) => ({ kind: "page", page: aPage({ path }) });
});
afterEach(() => world.close());

function aPage(part: Partial<Page>): Page {
  return {
    title: "Settings",
    path: "/settings",
    navigation: [
      { label: "Status", path: "/status" },
      { label: "Settings", path: "/settings" },
    ],
    sections: [{ heading: "My check-in", framed: true, nodes: aCheckInCard().nodes }],
    ...part,
  };
}

describe("the front page", () => {
  it("lists everybody by partnership and side at the open door", async () => {
    const partnership = { key: "p", name: "Permits <b>" };
    const entry = { organisation: "City", role: "manager", partnership };
    world.entries = [
      { ...entry, contactId: "a/b", name: "Ann", sideLabel: "City" },
      { ...entry, contactId: "c", name: "Bea", sideLabel: "Acme" },
    ];
    const html = await (await world.get("/")).text();
    expect(html).toContain('href="/c/a%2Fb#latest"');
    expect(html).toContain("Permits &lt;b&gt;");
    expect(html.indexOf("<h3>City</h3>")).toBeLessThan(html.indexOf("<h3>Acme</h3>"));
  });

  it("names nobody and says how to get in when the door is shut", async () => {
    world.entries = [
      {
        contactId: "a",
        name: "Ann Secret",
        organisation: "City",
        role: "manager",
        sideLabel: "City",
        partnership: { key: "p", name: "Permits" },
      },
    ];
    const html = await (await world.get("/", { "X-Forwarded-For": "10.0.0.1" })).text();
    expect(html).not.toContain("Ann Secret");
    expect(html).toContain("You need a link to come in");
  });

  it("leads a session to its pages", async () => {
    world.sessions.set("s1", { contactIds: ["city-steward"], scope: { kind: "pages" } });
    const headers = { Cookie: "rapport_session=s1", "X-Forwarded-For": "10.0.0.1" };
    expect((await world.get("/", headers)).headers.get("Location")).toBe("/status");
  });
});

describe("a page of the core", () => {
  it("is asked for with path, query and viewer, and marks itself in the navigation", async () => {
    const html = await (await world.get("/settings?as=city-steward&month=2026-10")).text();
    expect(world.pagesAsked).toEqual([
      {
        path: "/settings",
        query: { month: "2026-10" },
        viewer: { contactIds: ["city-steward"], scope: { kind: "door" } },
      },
    ]);
    expect(html).toContain("<title>Settings · Rapport</title>");
    expect(html).toMatch(/href="\/settings\?as=city-steward"\s+aria-current="page"/u);
    expect(html).toContain("You see this as City Steward, Permits modernisation.");
  });

  it("is seen by whom the door chose last, unless the address names another person", async () => {
    const headers = { Cookie: "rapport_as=acme-lead" };
    await world.get("/settings", headers);
    await world.get("/settings?as=city-steward", headers);
    await world.get("/settings", headers);
    const seen = world.pagesAsked.map(({ viewer }) => viewer.contactIds);
    expect(seen).toEqual([["acme-lead"], ["city-steward"], ["acme-lead"]]);
  });

  it("takes nobody's word for who they are when the door is shut", async () => {
    const headers = { Cookie: "rapport_as=acme-lead", "X-Forwarded-For": "10.0.0.1" };
    expect((await world.get("/settings?as=city-steward", headers)).status).toBe(403);
    expect((await world.post("/pages/act", { action: "x", as: "city-steward" }, headers)).status).toBe(403);
    expect(world.pagesAsked).toEqual([]);
    expect(world.interactions).toEqual([]);
  });

  it("that is not for this viewer says why", async () => {
    world.page = () => ({ kind: "refused", reason: "Only <stewards> may see this." });
    const response = await world.get("/draft");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("Only &lt;stewards&gt; may see this.");
  });

  it("that does not exist is a page, too", async () => {
    world.page = () => ({ kind: "not-found" });
    for (const path of ["/nothing", "/%E0%A4%A", "/a/../b", "/assets/none.css"]) {
      const response = await world.get(path);
      expect([path, response.status]).toEqual([path, path === "/%E0%A4%A" ? 400 : 404]);
      expect(await response.text()).toContain("<html");
    }
  });
});

describe("acting on a page", () => {
  const back = "/settings?month=2026-10";

  async function formOn(path: string): Promise<Record<string, string>> {
    const html = await (await world.get(path)).text();
    return Object.fromEntries(inputsOf(html.slice(html.indexOf("<form"), html.indexOf("</form>"))));
  }

  it("acts as the person that the page was drawn for, and comes back to it", async () => {
    const form = await formOn(`${back}&as=city-steward`);
    const response = await world.post(
      "/pages/act",
      { ...form, "field.value": "4" },
      { Cookie: "rapport_as=acme-lead" },
    );
    expect([response.status, response.headers.get("Location")]).toEqual([303, `${back}&as=city-steward`]);
    expect(world.interactions[0]?.account).toEqual({ platform: "web", id: "city-steward" });
  });

  it("acts as the contact that the page names, if the session has it", async () => {
    world.sessions.set("s1", { contactIds: ["city-steward", "acme-lead"], scope: { kind: "pages" } });
    const headers = { Cookie: "rapport_session=s1", "X-Forwarded-For": "10.0.0.1" };
    for (const actor of ["acme-lead", "stranger"])
      await world.post("/pages/act", { action: "x", actor }, headers);
    expect(world.interactions.map(({ account }) => account.id)).toEqual(["acme-lead", "city-steward"]);
  });

  it("shows a reply that has a card as a page with the way back, without a script", async () => {
    const form = await formOn(`${back}&as=city-steward`);
    world.reply = { outcome: "refused", say: aStatusCard() };
    const response = await world.post("/pages/act", form);
    expect(response.status).toBe(409);
    const html = await response.text();
    expect(html).toContain("Permits modernisation");
    expect(html).toContain('href="/settings?month=2026-10&amp;as=city-steward"');
  });

  it("never comes back to another site", async () => {
    const pairs = { action: "x", as: "city-steward", path: "//evil.example/" };
    expect((await world.post("/pages/act", pairs)).headers.get("Location")).toBe("/");
  });

  it("answers a script like a card in a conversation does", async () => {
    world.reply = { outcome: "not-saved" };
    const response = await world.post("/pages/act", { action: "x", as: "city-steward" }, byScript);
    expect([response.status, await response.json()]).toEqual([503, { outcome: "not-saved" }]);
  });
});
