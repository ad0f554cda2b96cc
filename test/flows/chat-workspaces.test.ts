import { expect, test } from "vitest";
import type { Conversation, Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { chatRoster, interaction, slack, tap } from "./chat-people.ts";
import { createChatPlatform } from "./chat-platform.ts";
import { onBothEngines } from "./flow-suite.ts";
import { nextEvent, statementsOf, textOf } from "./person.ts";

onBothEngines("several workspaces and partnerships on one chat platform", (start) => {
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

  test("a paused workspace keeps its messages and takes nobody's turn; they go out when it takes them again", async () => {
    let isPaused = true;
    const answer = ({ to }: Outgoing): SendOutcome | null =>
      isPaused && to.startsWith("T0001/U0001") ? { kind: "paused", code: "token_revoked" } : null;
    const platform = createChatPlatform(answer);
    const world = await start({ adapters: [platform.adapter], roster: chatRoster() });
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
