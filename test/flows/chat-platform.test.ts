import { expect, test } from "vitest";
import type { Conversation, Interaction, Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createChatPlatform } from "./chat-platform.ts";
import { type FlowWorld, onBothEngines, type StartWorld } from "./flow-suite.ts";
import { nextEvent, statementsOf, textOf } from "./person.ts";

const slack = (user: string, more: object = {}) => ({
  routes: [{ slack: { team: "T0001", user, ...more } }],
});
const accountOf = (user: string, team = "T0001") => ({ platform: "slack" as const, id: `${team}/${user}` });

/** Ana and Bob of the City, Vic of Acme; each is reached as the test says. */
function roster(ways: { readonly ana?: object; readonly bob?: object; readonly vic?: object } = {}): string {
  return aRoster(
    aPartnership({
      contacts: [
        aRosterContact("ana", slack("U0001", ways.ana)),
        aRosterContact("bob", slack("U0002", ways.bob)),
        aRosterContact("vic", { organisation: "Acme", ...slack("U0003", ways.vic) }),
      ],
      posts: { joint: "slack:T0001/C0JOINT", agency: "slack:T0001/C0CITY" },
    }),
  );
}

onBothEngines("a chat platform with channels, windows and repeated events", (start) => {
  test("a channel gets one kind of line that names nobody, and a private prompt the same for one person", async () => {
    const { world, posted } = await open(start, { ana: { card: "C0001" }, bob: { prompt: "C0001" } });
    const introductions = posted.map(({ to, shareKey, card }) => ({ to, shareKey, text: textOf(card) }));
    const [ana, bob, vic] = introductions.toSorted((a, b) => a.to.localeCompare(b.to));
    expect([ana?.to, bob?.to, vic?.to]).toEqual([
      "T0001/U0001/card/C0001",
      "T0001/U0002/prompt/C0001",
      "T0001/U0003",
    ]);
    expect(ana?.shareKey).toMatch(/^introduction:/);
    for (const one of [ana, bob]) {
      expect(one?.text).toContain("Nobody here sees what you choose.");
      expect(one?.text).not.toMatch(/Name of|ana|bob/);
    }
    expect(vic?.text).toContain("Name of vic");

    const window = await tap(world, "U0001", "open-mine");
    expect(textOf({ summary: "", nodes: window.dialog?.nodes ?? [] })).toContain("Name of ana");
    await begin(world, "U0001");
    await begin(world, "U0003");
    const cards = posted.slice(3);
    const notice = cards.find(({ to }) => to.includes("/card/"));
    const own = cards.find(({ to }) => to === "T0001/U0003");
    expect(notice?.shareKey).toMatch(/^round:/);
    expect(statementsOf(notice?.card ?? { summary: "", nodes: [] })).toEqual([]);
    expect(statementsOf(own?.card ?? { summary: "", nodes: [] }).length).toBeGreaterThan(1);
  });

  test("what stands in a channel is never replaced by somebody's own card, and no reminder goes there", async () => {
    const { world, posted } = await open(start, { ana: { card: "C0001" } });
    await begin(world, "U0001");
    const window = await tap(world, "U0001", "open-mine");
    const [statement] = statementsOf({ summary: "", nodes: window.dialog?.nodes ?? [] });
    const rated = await tap(world, "U0001", "rate", statement?.action.args, { value: "4" });
    expect([rated.outcome, (await rated.redraw?.()) === undefined]).toEqual(["done", false]);
    await world.settle();
    expect(posted.filter(({ to }) => to.includes("/card/")).map(({ cards }) => cards.length)).toEqual([1, 1]);

    const other = await open(start, { ana: { card: "C0001" } });
    await begin(other.world, "U0001");
    await other.world.passTo("2026-11-06T16:00", "America/Chicago");
    const reminders = await other.world.query(
      "select state, end_code from messages where purpose = 'reminder'",
    );
    expect(reminders).toEqual([{ state: "cancelled", end_code: "public" }]);
  });

  test("an answer in a window brings the card in the direct message up to date", async () => {
    const { world, posted } = await open(start);
    await begin(world, "U0001");
    const card = posted.at(-1);
    const [statement] = statementsOf(card?.card ?? { summary: "", nodes: [] });
    await tap(world, "U0001", "rate", statement?.action.args, { value: "4" });
    await world.settle();
    expect(posted.at(-1)?.cards.length).toBe(2);
    expect(statementsOf(posted.at(-1)?.cards[1] ?? { summary: "", nodes: [] })[0]?.chosen).toBe("4");
  });

  test("the open question has a window of its own, and a text in it counts once however often it comes", async () => {
    const { world } = await open(start);
    await begin(world, "U0001");
    const [row] = await world.query("select id from invitations where prompt_id is not null limit 1");
    const args = { invitation: String(row?.id) };
    const window = await tap(world, "U0001", "prompt-form", args);
    expect(window.dialog?.form?.fields.map(({ name }) => name)).toEqual(["text", "sharing", "theme"]);
    const submit = window.dialog?.form?.submit.action;
    const text = await interaction("U0001", submit?.name ?? "", submit?.args, {
      text: "Kept",
      sharing: "confidential",
    });
    const skip = await interaction("U0001", "skip-prompt", args);
    expect((await world.inbound.interact(skip)).outcome).toBe("done");
    for (let time = 0; time < 3; time += 1) expect((await world.inbound.interact(text)).outcome).toBe("done");
    // The platform repeats the old *Skip*: what was written since stays.
    expect((await world.inbound.interact(skip)).outcome).toBe("done");
    expect(await world.query("select text, version from answers where text is not null")).toEqual([
      { text: "Kept", version: 1 },
    ]);
  });

  test("a command that comes three times at once is answered once, and again after a failure", async () => {
    const { world } = await open(start);
    const command = {
      eventId: nextEvent(),
      account: accountOf("U0001"),
      conversation: "T0001/D1" as Conversation,
      text: "help",
    };
    const replies = await Promise.all([1, 2, 3].map(() => world.inbound.command(command)));
    const outcomes = replies.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "done").length).toBe(1);
    expect((await world.inbound.command(command)).outcome).toBe("repeated");
    // While somebody is at it, nobody else says that it is kept; a claim whose process died ends after a minute.
    const claimed = { ...command, eventId: nextEvent() };
    await world.transact(({ submissions }) => submissions.begin(claimed.eventId, world.clock.now()));
    expect((await world.inbound.command(claimed)).outcome).toBe("not-saved");
    world.clock.set(world.clock.now().add({ seconds: 61 }));
    expect((await world.inbound.command(claimed)).outcome).toBe("done");
    await world.query("alter table contacts rename to elsewhere");
    const lost = { ...command, eventId: nextEvent() };
    expect((await world.inbound.command(lost)).outcome).toBe("not-saved");
    await world.query("alter table elsewhere rename to contacts");
    expect((await world.inbound.command(lost)).outcome).toBe("done");
  });

  test("what comes through one workspace neither shows nor changes what another one is asked for", async () => {
    const platform = createChatPlatform();
    const agency = (key: string, team: string) =>
      aPartnership({
        ...{ key, name: `Partnership ${key}`, posts: { joint: `slack:${team}/C0JOINT` } },
        contacts: [
          aRosterContact("ana", { routes: [{ slack: { team, user: "U0001" } }] }),
          aRosterContact("vic", {
            organisation: "Acme",
            routes: [{ slack: { team: "T0009", user: "U0009" } }],
          }),
        ],
      });
    const world = await start({
      adapters: [platform.adapter],
      roster: aRoster(agency("here", "T0001"), agency("there", "T0002")),
    });
    await world.settle();
    const vic = (through: string) => ({ platform: "slack" as const, id: "T0009/U0009", through });
    for (const [key, team] of [
      ["here", "T0001"],
      ["there", "T0002"],
    ] as const)
      await world.inbound.interact({
        ...(await interaction("", "introduction", {
          contact: world.contactIds[`${key}/vic`] ?? "",
          answer: "start",
        })),
        account: vic(team),
      });
    await world.settle();
    const cards = platform.posted.filter(({ to }) => to.startsWith("T0009/U0009")).slice(-2);
    const there = cards.find(({ to }) => to.endsWith("@T0002"));
    const [statement] = statementsOf(there?.card ?? { summary: "", nodes: [] });
    const rate = await interaction("", "rate", statement?.action.args, { value: "1" });
    expect((await world.inbound.interact({ ...rate, account: vic("T0001") })).outcome).toBe("refused");
    expect((await world.inbound.interact({ ...rate, account: vic("T0002") })).outcome).toBe("done");
    for (const text of ["status", "history", "checkin"]) {
      const command = { eventId: nextEvent(), conversation: "T0001/D1" as Conversation, text };
      const reply = await world.inbound.command({ ...command, account: vic("T0001") });
      expect(textOf(reply.say)).not.toContain("Partnership there");
    }
    expect(textOf(await world.inbound.home(vic("T0001")))).not.toContain("Partnership there");
    expect(textOf(await world.inbound.home(vic("T0002")))).toContain("Partnership there");
    // A workspace of nobody's partnership speaks for nobody.
    expect(textOf(await world.inbound.home(vic("T0666")))).toContain("does not know this account");
    const forged = { ...vic("T0666"), id: "T0001/U0001" };
    expect(textOf(await world.inbound.home(forged))).toContain("does not know this account");
  });

  test("a line in a channel opens the check-in of its own partnership, and first what still waits", async () => {
    const two = ["one", "two"].map((key) =>
      aPartnership({
        ...{ key, name: `Partnership ${key}`, posts: { joint: "slack:T0001/C0JOINT" } },
        contacts: [
          aRosterContact("ana", slack("U0001", { card: `C0${key.toUpperCase()}` })),
          aRosterContact("vic", { organisation: "Acme", ...slack("U0003") }),
        ],
      }),
    );
    const platform = createChatPlatform();
    const world = await start({ adapters: [platform.adapter], roster: aRoster(...two) });
    await world.settle();
    for (const key of ["one", "two"])
      await tap(world, "U0001", "introduction", {
        contact: world.contactIds[`${key}/ana`] ?? "",
        answer: "start",
      });
    await world.settle();
    const notices = platform.posted.filter(({ shareKey }) => shareKey?.startsWith("round:"));
    expect(notices.length).toBe(2);
    for (const { card } of notices) {
      const [button] = card.nodes.flatMap((node) => (node.kind === "buttons" ? node.buttons : []));
      const opened = await tap(world, "U0001", button?.action.name ?? "", button?.action.args);
      const name = /Partnership \w+/.exec(card.summary)?.[0] ?? "";
      expect(textOf({ summary: "", nodes: opened.dialog?.nodes ?? [] })).toContain(`${name}: check-in`);
    }
    const first = await tap(world, "U0001", "open-mine");
    const [statement] = statementsOf({ summary: "", nodes: first.dialog?.nodes ?? [] });
    await tap(world, "U0001", "rate", statement?.action.args, { value: "3" });
    const second = await tap(world, "U0001", "open-mine");
    const [other] = statementsOf({ summary: "", nodes: second.dialog?.nodes ?? [] });
    expect(other?.action.args.invitation).not.toBe(statement?.action.args.invitation);
  });

  test("the home page holds open check-ins, partnerships, answers and settings; a stranger's tells the way in", async () => {
    const { world } = await open(start);
    const before = await world.inbound.home(accountOf("U0001"));
    expect(textOf(before)).toContain("Name of ana");
    await begin(world, "U0001");
    const home = textOf(await world.inbound.home(accountOf("U0001")));
    for (const words of ["Answer now", "Permits", "Your last answers", "Your settings"])
      expect(home).toContain(words);
    expect(textOf(await world.inbound.home(accountOf("U9999")))).toContain("does not know this account");
    expect((await tap(world, "U0001", "show-status", { partnership: "permits" })).dialog?.title).toBe(
      "Status",
    );
    expect((await tap(world, "U0001", "settings-form")).dialog?.form?.fields.length).toBe(4);
  });

  test("a paused workspace keeps its messages and takes nobody's turn; they go out when it takes them again", async () => {
    let isPaused = true;
    const answer = ({ to }: Outgoing): SendOutcome | null =>
      isPaused && to.startsWith("T0001/U0001") ? { kind: "paused", code: "token_revoked" } : null;
    const platform = createChatPlatform(answer);
    const world = await start({ adapters: [platform.adapter], roster: roster() });
    await world.settle();
    expect(platform.posted.map(({ to }) => to).toSorted()).toEqual(["T0001/U0002", "T0001/U0003"]);
    await world.passTo(world.clock.now().add({ minutes: 30 }));
    // What was not tried leaves no trace, however long it waits.
    expect(await world.query("select distinct outcome from deliveries")).toEqual([{ outcome: "sent" }]);
    expect(await world.query("select attempts, state from messages where state <> 'sent'")).toEqual([
      { attempts: 0, state: "pending" },
    ]);
    isPaused = false;
    await world.passTo(world.clock.now().add({ minutes: 2 }));
    expect(platform.posted.at(-1)?.to).toBe("T0001/U0001");
  });

  test("workspaces take turns: one with hundreds waiting does not hold up the others", async () => {
    const crowd = Array.from({ length: 200 }, (_, index) =>
      aRosterContact(`a${index}`, slack(`U1${String(index).padStart(3, "0")}`)),
    );
    const few = ["x", "y", "z"].map((id, index) =>
      aRosterContact(id, {
        organisation: "Acme",
        routes: [{ slack: { team: "T0009", user: `U900${index}`, via: "T0009" } }],
      }),
    );
    const sides = {
      agency: { label: "City", steward: "a0", sponsor: "a0" },
      vendor: { label: "Acme", steward: "x", sponsor: "x" },
    };
    const platform = createChatPlatform();
    const world = await start({
      adapters: [platform.adapter],
      roster: aRoster(aPartnership({ contacts: [...crowd, ...few], sides, posts: {} })),
    });
    await world.settle();
    const others = platform.posted.flatMap(({ to }, index) => (to.startsWith("T0009") ? [index] : []));
    expect(platform.posted.length).toBe(203);
    expect(Math.max(...others)).toBeLessThan(64);
  });
});

async function open(start: StartWorld, ways: Parameters<typeof roster>[0] = {}) {
  const platform = createChatPlatform();
  const world = await start({ adapters: [platform.adapter], roster: roster(ways) });
  await world.settle();
  return { world, posted: platform.posted };
}

async function interaction(
  user: string,
  name: string,
  args: Interaction["action"]["args"] = {},
  fields: Interaction["fields"] = {},
): Promise<Interaction> {
  return {
    eventId: nextEvent(),
    account: accountOf(user),
    conversation: "T0001/view" as Conversation,
    action: { name, args },
    fields,
  };
}

async function tap(world: FlowWorld, ...what: Parameters<typeof interaction>) {
  return world.inbound.interact(await interaction(...what));
}

async function begin(world: FlowWorld, user: string): Promise<void> {
  const [row] = await world.query("select contact_id as id from identities where account = $1", [
    `T0001/${user}`,
  ]);
  await tap(world, user, "introduction", { contact: String(row?.id), answer: "start" });
  await world.settle();
}
