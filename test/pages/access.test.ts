import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DigestText } from "../../src/summaries/digest.ts";
import { allText, by, openRosterWorld, pageOf } from "../builders/roster-world.ts";
import { edited, sampleText } from "../partnerships/roster-samples.ts";

// The third partnership's members post where the second one's county reads: a roster's mistake.
const text = edited(sampleText, ["web:river-dispatch-members", "web:harbor-outreach-county"]);

let world: Awaited<ReturnType<typeof openRosterWorld>>;
const people: Record<string, string> = {};
beforeAll(async () => {
  world = await openRosterWorld(text);
  const named = [
    ["acme-permits", "marisol-vega"],
    ["acme-permits", "denise-okafor"],
    ["acme-permits", "grace-nowak"],
    ["acme-permits", "tom-brennan"],
    ["harbor-outreach", "yolanda-pierce"],
    ["river-dispatch", "carla-montoya"],
  ] as const;
  for (const [partnership, contact] of named) people[contact] = await world.idOf(partnership, contact);
  const { id: partnershipId } = await world.partnership("acme-permits");
  for (const audience of ["joint", "agency", "vendor"] as const) {
    await world.transact(({ digests }) =>
      digests.keep({
        id: world.needs.ids.next(),
        partnershipId,
        month: "2026-10",
        audience,
        text: digestOf(`Canary of ${audience}`),
        writtenAt: world.clock.at,
      }),
    );
  }
  for (const conversation of ["acme-permits", "acme-permits-city", "acme-permits-acme"]) {
    const card = { summary: "", nodes: [{ kind: "text" as const, text: `Canary in ${conversation}.` }] };
    await world.board.post(conversation, `post:${conversation}`, card);
  }
  await world.board.post(people["grace-nowak"] ?? "", "own", {
    summary: "",
    nodes: [{ kind: "text", text: "Canary of Grace" }],
  });
});
afterAll(() => world.close());

const show = (path: string, contact: string, query: Record<string, string> = {}) =>
  world.show(path, people[contact] ?? "", query);

describe("people", () => {
  test("are shown to a steward, of the own side only", async () => {
    const shown = allText(await show("/people", "marisol-vega"));
    expect(shown).toContain("Grace Nowak");
    expect(shown).not.toContain("Tom Brennan");
    expect(shown).not.toContain("Yolanda Pierce");
  });

  test.each(["denise-okafor", "grace-nowak"])(
    "are not shown to %s, who leads or works but is no steward",
    async (contact) => {
      expect(await show("/people", contact)).toMatchObject({ kind: "refused" });
    },
  );

  test("of another partnership are not shown to a steward who names it", async () => {
    expect(await show("/people", "marisol-vega", { partnership: "harbor-outreach" })).toMatchObject({
      kind: "refused",
    });
  });

  test("stand in the navigation of stewards alone", async () => {
    const paths = async (contact: string) =>
      pageOf(await show("/status", contact)).navigation.map(({ path }) => path);
    expect(await paths("marisol-vega")).toContain("/people");
    expect(await paths("denise-okafor")).not.toContain("/people");
  });
});

describe("digests", () => {
  const october = { partnership: "acme-permits", month: "2026-10" };

  test("for both sides are read by every contact of the partnership", async () => {
    for (const contact of ["grace-nowak", "tom-brennan", "denise-okafor"]) {
      expect(allText(await show("/digests", contact, october))).toContain("Canary of joint");
    }
  });

  test("of a side are read by its stewards and leaders, and by nobody else", async () => {
    const edition = { ...october, edition: "agency" };
    expect(allText(await show("/digests", "denise-okafor", edition))).toContain("Canary of agency");
    expect(allText(await show("/digests", "marisol-vega", edition))).toContain("Canary of agency");
    expect(await show("/digests", "grace-nowak", edition)).toMatchObject({ kind: "refused" });
    expect(await show("/digests", "tom-brennan", edition)).toMatchObject({ kind: "refused" });
  });

  test("of the other side are not even listed", async () => {
    const links = allText(await show("/digests", "denise-okafor"));
    expect(links).toContain("edition=agency");
    expect(links).not.toContain("edition=vendor");
    expect(allText(await show("/digests", "grace-nowak"))).not.toContain("edition=");
  });

  test.each([
    [{ partnership: "acme-permits", month: "2026-09" }],
    [{ partnership: "harbor-outreach", month: "2026-10" }],
    [{ partnership: "acme-permits", month: "2026-10", edition: "__proto__" }],
    [{ partnership: "nothing" }],
  ])("at %j do not exist for a contact of the first partnership", async (query) => {
    expect(await show("/digests", "grace-nowak", query)).toEqual({ kind: "not-found" });
  });
});

describe("posts", () => {
  test("for both sides are read by every contact of the partnership", async () => {
    const shown = await show("/posts", "tom-brennan", { conversation: "acme-permits" });
    expect(allText(shown)).toContain("Canary in acme-permits.");
  });

  test("of a side are read by its leadership alone", async () => {
    const conversation = "acme-permits-acme";
    expect(allText(await show("/posts", "tom-brennan", { conversation }))).toContain("Canary in");
    for (const contact of ["marisol-vega", "denise-okafor", "grace-nowak"]) {
      expect(await show("/posts", contact, { conversation })).toEqual({ kind: "not-found" });
    }
  });

  test("never show somebody's own conversation", async () => {
    const conversation = people["grace-nowak"] ?? "";
    for (const contact of ["grace-nowak", "marisol-vega"]) {
      expect(await show("/posts", contact, { conversation })).toEqual({ kind: "not-found" });
    }
  });

  test("in a conversation that two rosters share are read by nobody who may not read both", async () => {
    for (const contact of ["yolanda-pierce", "carla-montoya"]) {
      const query = { conversation: "harbor-outreach-county" };
      expect(await show("/posts", contact, query)).toEqual({ kind: "not-found" });
    }
  });
});

describe("a check-in session", () => {
  const paths = ["/status", "/people", "/history", "/digests", "/posts", "/welcome", "/settings"];

  test.each(paths)("does not see %s", async (path) => {
    const invitationId = "00000000-0000-4000-8000-000000000001";
    const viewer = {
      ...by(people["marisol-vega"] ?? ""),
      scope: { kind: "check-in", invitationId },
    } as const;
    expect(await world.host.page(path, {}, viewer)).toMatchObject({ kind: "refused" });
  });

  test("may read the help, which then leads nowhere", async () => {
    const invitationId = "00000000-0000-4000-8000-000000000001";
    const viewer = {
      ...by(people["marisol-vega"] ?? ""),
      scope: { kind: "check-in", invitationId },
    } as const;
    expect(pageOf(await world.host.page("/help", {}, viewer)).navigation).toEqual([]);
  });
});

describe("nobody", () => {
  test("sees pages through the open door before a person is chosen", async () => {
    const viewer = { contactIds: [], scope: { kind: "door" } } as const;
    expect(await world.host.page("/status", {}, viewer)).toMatchObject({ kind: "refused" });
  });

  test("is let in by an id that no roster has, or that is none", async () => {
    for (const id of ["00000000-0000-4000-8000-00000000dead", "' or 1=1 --"]) {
      expect(await world.show("/status", id)).toMatchObject({ kind: "refused" });
      expect(await world.host.conversationOf(id)).toBeNull();
      expect(await world.host.checkInCard(id)).toBeNull();
    }
  });

  test("sees a path that is no page", async () => {
    for (const path of ["/nothing", "/status/", "/constructor"]) {
      expect(await show(path, "marisol-vega")).toEqual({ kind: "not-found" });
    }
  });

  test("of a partnership that left the roster keeps its pages", async () => {
    await world.retire("river-dispatch");
    expect(await show("/status", "carla-montoya")).toMatchObject({ kind: "refused" });
    expect(await world.host.conversationOf(people["carla-montoya"] ?? "")).toBeNull();
  });
});

function digestOf(title: string): DigestText {
  return {
    title,
    sections: [{ heading: "A heading", lines: [{ text: "A line", quote: "A quote", by: "Ana" }] }],
  };
}
