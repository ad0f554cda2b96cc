import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCheckInCard, aStatusCard } from "./sample-cards.ts";
import { byScript, cookieOf, inputsOf, jsonOf, WebWorld } from "./web-world.ts";

let world: WebWorld;

beforeEach(async () => {
  world = await new WebWorld().open({ openDoorAllowed: false });
  world.links.set("weekly", { purpose: { kind: "check-in", invitationId: "i1" }, state: "open" });
  world.links.set("magic", { purpose: { kind: "pages", path: "/status" }, state: "open" });
  world.checkInCard = aCheckInCard();
});
afterEach(() => world.close());

async function signIn(token: string): Promise<Record<string, string>> {
  return { Cookie: cookieOf(await world.post(`/go/${token}`, {})) };
}

/** The hidden inputs of the form around a button. */
function formOf(html: string, button: string): Record<string, string> {
  const form = html.split("<form").find((part) => part.includes(button)) ?? "";
  return Object.fromEntries(inputsOf(form));
}

describe("a signed link", () => {
  it("is not used up by looking at it, however often", async () => {
    for (let count = 0; count < 3; count++) {
      const response = await world.get("/go/weekly");
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("Your check-in is ready");
    }
    expect(world.links.get("weekly")?.state).toBe("open");
    expect(world.sessions.size).toBe(0);
  });

  it("opens a session by its button, once, and leads to what it is for", async () => {
    const opened = await world.post("/go/weekly", {});
    expect([opened.status, opened.headers.get("Location")]).toEqual([303, "/check-in"]);
    const [cookie] = opened.headers.getSetCookie();
    expect(cookie).toMatch(/^rapport_check_in=session-weekly; Max-Age=259200; .*HttpOnly; SameSite=Lax/u);
    expect(cookie).not.toContain("Secure");
    expect((await world.post("/go/weekly", {})).status).toBe(410);
  });

  it.each([
    ["used", 410, "This link has been used"],
    ["expired", 410, "This link is too old"],
  ] as const)("that is %s says so and what to do", async (state, status, title) => {
    world.links.set("old", { purpose: { kind: "pages", path: "/status" }, state });
    const response = await world.get("/go/old");
    expect(response.status).toBe(status);
    const html = await response.text();
    expect(html).toContain(title);
    expect(html).toContain("for a new one");
    expect((await world.post("/go/old", {})).status).toBe(status);
  });

  it("that nobody knows is not found", async () => {
    expect((await world.get("/go/%3Cscript%3E")).status).toBe(404);
  });

  it("that is used shows the way to somebody who is still signed in", async () => {
    const html = await (await world.get("/go/weekly", await signIn("weekly"))).text();
    expect(html).toContain('href="/check-in"');
  });

  it("never leads to another site", async () => {
    world.links.set("evil", { purpose: { kind: "pages", path: "//evil.example" }, state: "open" });
    expect((await world.post("/go/evil", {})).headers.get("Location")).toBe("/");
  });

  it("cannot be guessed by trying many", async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 31; count++) statuses.add((await world.get(`/go/guess-${count}`)).status);
    expect([...statuses]).toEqual([404, 429]);
  });
});

describe("a check-in session", () => {
  it("shows its one card, and taps act as the contact of the invitation", async () => {
    const session = await signIn("weekly");
    const html = await (await world.get("/check-in", session)).text();
    expect(html).toContain("Your weekly check-in");
    world.reply = { outcome: "done", replace: aCheckInCard({ DIR2: "4" }) };
    world.checkInCard = aCheckInCard({ DIR2: "4" });
    const form = { ...formOf(html, "Strongly agree"), "field.value": "4" };
    const response = await world.post("/check-in/act", form, session);
    expect([response.status, response.headers.get("Location")]).toEqual([303, "/check-in"]);
    expect(world.interactions[0]).toMatchObject({
      account: { platform: "web", id: "city-steward" },
      conversation: "check-in:i1",
      action: { name: "rate", args: { invitation: "i1", item: "DIR2" } },
      fields: { value: "4" },
    });
  });

  it("may do nothing that its cards did not offer: neither another action nor other arguments", async () => {
    const session = await signIn("weekly");
    const html = await (await world.get("/check-in", session)).text();
    const form = { ...formOf(html, "Strongly agree"), "field.value": "4" };
    for (const changed of [
      { ...form, action: "sign-off" },
      { ...form, "arg.item": "X" },
      { ...form, seal: "" },
    ]) {
      expect((await world.post("/check-in/act", changed, session)).status).toBe(409);
    }
    expect((await world.post("/pages/act", { action: "sign-off" }, session)).status).toBe(403);
    expect(world.interactions).toEqual([]);
  });

  it("shows a passing card, which the page does not hold, as the answer to the tap", async () => {
    const session = await signIn("weekly");
    const html = await (await world.get("/check-in", session)).text();
    world.reply = { outcome: "done", say: aStatusCard(), replace: aCheckInCard() };
    const response = await world.post("/check-in/act", formOf(html, "Strongly agree"), session);
    expect(response.status).toBe(200);
    const answer = await response.text();
    expect(answer).toContain("Permits modernisation");
    expect(answer).not.toContain("Your weekly check-in");
  });

  it("answers a script with both cards, drawn and sealed for the session", async () => {
    const session = await signIn("weekly");
    const html = await (await world.get("/check-in", session)).text();
    world.reply = { outcome: "done", say: aStatusCard(), replace: aCheckInCard({ DIR2: "4" }) };
    const response = await world.post("/check-in/act", formOf(html, "Strongly agree"), {
      ...session,
      ...byScript,
    });
    const answer = await jsonOf(response);
    expect(answer.say).toContain("Permits modernisation");
    expect(
      (await world.post("/check-in/act", formOf(answer.html ?? "", "Strongly agree"), session)).status,
    ).toBe(200);
  });

  it("by a handed-over link shows what was answered in it alone, never the core's own reply", async () => {
    const purpose = { kind: "check-in", invitationId: "i1", handedOver: true } as const;
    world.links.set("handed", { purpose, state: "open" });
    world.maskedCard = aCheckInCard();
    world.checkInCard = aStatusCard();
    const session = await signIn("handed");
    const html = await (await world.get("/check-in", session)).text();
    expect(html).toContain("Your weekly check-in");
    const form = { ...formOf(html, "Strongly agree"), "field.value": "4" };
    for (const reply of [{ replace: aStatusCard() }, { replace: aStatusCard(), onlyPressed: true }]) {
      world.reply = { outcome: "done", ...reply };
      const answer = await jsonOf(await world.post("/check-in/act", form, { ...session, ...byScript }));
      expect(answer.html).toContain("Your weekly check-in");
      expect(JSON.stringify(answer)).not.toMatch(/Permits modernisation|pressed"/u);
      expect((await world.post("/check-in/act", form, session)).status).toBe(303);
    }
    world.reply = { outcome: "refused", say: aStatusCard(), replace: aStatusCard() };
    const refused = await jsonOf(await world.post("/check-in/act", form, { ...session, ...byScript }));
    expect(refused).toEqual({ outcome: "refused" });
  });

  it("says when the check-in is closed", async () => {
    world.checkInCard = null;
    const html = await (await world.get("/check-in", await signIn("weekly"))).text();
    expect(html).toContain("This check-in is closed");
  });

  it("says how to get in to somebody without a session", async () => {
    expect((await world.get("/check-in")).status).toBe(403);
    expect((await world.post("/check-in/act", { action: "rate" })).status).toBe(403);
    expect((await world.get("/check-in", { Cookie: "rapport_check_in=%E0%A4%A" })).status).toBe(403);
    expect(world.interactions).toEqual([]);
  });

  it("ends by signing out", async () => {
    const session = await signIn("weekly");
    const left = await world.post("/leave", {}, session);
    expect(left.headers.getSetCookie().join()).toMatch(/rapport_check_in=;.*Expires=Thu, 01 Jan 1970/u);
    expect((await world.get("/check-in", session)).status).toBe(403);
  });
});

describe("a session of a magic link", () => {
  it("runs no action that its pages do not offer", async () => {
    world.refusedActions = ["edit"];
    const session = await signIn("magic");
    expect((await world.post("/pages/act", { action: "edit" }, session)).status).toBe(409);
    expect(world.interactions).toEqual([]);
    await world.post("/pages/act", { action: "rate" }, session);
    expect(world.interactions).toHaveLength(1);
  });

  it("by a handed-over link leads to the welcome page and shows no card of the core's reply", async () => {
    const session = await signIn("magic");
    world.sessions.set("session-magic", {
      contactIds: ["city-steward"],
      scope: { kind: "pages", handedOver: true, since: "2026-11-24T16:00:00Z" },
    });
    expect((await world.get("/", session)).headers.get("Location")).toBe("/welcome");
    world.maskedCard = aCheckInCard();
    world.reply = { outcome: "done", replace: aStatusCard() };
    const answer = await jsonOf(
      await world.post("/pages/act", { action: "rate", "arg.invitation": "i1" }, { ...session, ...byScript }),
    );
    expect(answer.html).toContain("Your weekly check-in");
    expect(answer.html).not.toContain("Permits modernisation");
  });

  it("stays beside a check-in session of the same browser", async () => {
    const both = { Cookie: `${(await signIn("weekly")).Cookie}; ${(await signIn("magic")).Cookie}` };
    expect((await world.get("/check-in", both)).status).toBe(200);
    await world.get("/status", both);
    expect(world.pagesAsked.at(-1)?.viewer.scope).toEqual({ kind: "pages" });
  });
});
