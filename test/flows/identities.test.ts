import { expect, test } from "vitest";
import type { Conversation, Reply } from "../../src/ports/chat-adapter.ts";
import { chicago, type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";
import { nextEvent, textOf } from "./person.ts";

const slack = { platform: "slack" as const, id: "T0001/U0001" };

onBothEngines("identities and links", (start) => {
  test("a claimed account counts only after that side's steward confirmed it, and no more once revoked", async () => {
    const world = await startedWorld(start);
    const code = await issueCode(world, "ana", "bob");
    expect((await typeAs(world, "history")).outcome).toBe("refused");
    expect((await typeAs(world, `link ${code.toLowerCase()}`)).outcome).toBe("done");
    expect((await typeAs(world, "history")).outcome).toBe("refused");
    const identity = String((await world.query("select id from identities"))[0]?.id);
    for (const stranger of ["vic", "bob", "cyd"]) {
      expect((await act(world, stranger, "confirm-identity", { identity })).outcome).toBe("refused");
    }
    expect((await act(world, "ana", "confirm-identity", { identity })).outcome).toBe("done");
    expect((await typeAs(world, "history")).outcome).toBe("done");
    const routes = "select platform, address from routes where contact_id = $1 order by position";
    expect(await world.query(routes, [world.person("bob").id])).toEqual([
      { platform: "web", address: world.person("bob").id },
      { platform: "slack", address: slack.id },
    ]);
    expect((await act(world, "vic", "revoke-identity", { identity })).outcome).toBe("refused");
    expect((await act(world, "ana", "revoke-identity", { identity })).outcome).toBe("done");
    expect((await typeAs(world, "history")).outcome).toBe("refused");
  });

  test("a code works once, for a week, and a newer one ends it; only the side's steward makes one", async () => {
    const world = await startedWorld(start);
    for (const other of ["vic", "bob", "cyd"]) {
      expect((await act(world, other, "issue-code", { contact: world.person("bob").id })).outcome).toBe(
        "refused",
      );
    }
    const first = await issueCode(world, "ana", "bob");
    const second = await issueCode(world, "ana", "bob");
    expect((await typeAs(world, `link ${first}`)).outcome).toBe("refused");
    expect((await typeAs(world, `link ${second}`)).outcome).toBe("done");
    expect((await typeAs(world, `link ${second}`)).outcome).toBe("refused");
    const third = await issueCode(world, "ana", "cyd");
    world.clock.advance({ hours: 7 * 24 });
    expect((await typeAs(world, `link ${third}`)).outcome).toBe("refused");
    const fourth = await issueCode(world, "ana", "cyd");
    const claims = await Promise.all([1, 2, 3].map(() => typeAs(world, `link ${fourth}`)));
    expect(claims.map(({ outcome }) => outcome).toSorted()).toEqual(["done", "refused", "refused"]);
    expect(JSON.stringify(await world.snapshot())).not.toContain(fourth);
  });

  test("a steward's hand-over link opens one check-in once, until it closes", async () => {
    const world = await startedWorld(start);
    for (const other of ["vic", "cyd"]) {
      expect((await act(world, other, "hand-over-link", { contact: world.person("bob").id })).outcome).toBe(
        "refused",
      );
    }
    const token = await handOver(world, "ana", "bob");
    const [invitation] = await world.query("select id from invitations where contact_id = $1", [
      world.person("bob").id,
    ]);
    const purpose = { kind: "check-in", invitationId: invitation?.id };
    expect(await world.sessions.peek(token)).toEqual({ kind: "open", purpose });
    const opened = await Promise.all([1, 2, 3].map(() => world.sessions.redeem(token)));
    expect(opened.filter((session) => session !== null)).toHaveLength(1);
    expect(await world.sessions.peek(token)).toEqual({ kind: "used" });
    const session = opened.find((one) => one !== null);
    expect(session?.path).toBe("/check-in");
    const viewer = () => world.sessions.viewer(session?.sessionId ?? "");
    expect(await viewer()).toEqual({ contactIds: [world.person("bob").id], scope: purpose });
    world.clock.set("2026-11-06T16:59:59", chicago);
    expect(await viewer()).not.toBeNull();
    world.clock.set("2026-11-06T17:00", chicago);
    expect(await viewer()).toBeNull();
    expect(JSON.stringify(await world.snapshot())).not.toContain(token);
  });

  test("a link that was not used in time, or never existed, opens nothing", async () => {
    const world = await startedWorld(start);
    const token = await handOver(world, "ana", "bob");
    world.clock.set("2026-11-06T17:00", chicago);
    expect(await world.sessions.peek(token)).toEqual({ kind: "expired" });
    expect(await world.sessions.redeem(token)).toBeNull();
    for (const unknown of ["", "x", "\u0000", `${token}x`]) {
      expect(await world.sessions.peek(unknown)).toEqual({ kind: "unknown" });
      expect(await world.sessions.redeem(unknown)).toBeNull();
    }
  });

  test("before Start the link leads to the introduction, and a session ends when it is ended", async () => {
    const world = await start();
    await world.settle();
    const token = await handOver(world, "ana", "bob");
    const session = await world.sessions.redeem(token);
    expect(session?.path).toBe("/welcome");
    const viewer = await world.sessions.viewer(session?.sessionId ?? "");
    expect(viewer).toEqual({ contactIds: [world.person("bob").id], scope: { kind: "pages" } });
    await world.sessions.end(session?.sessionId ?? "");
    expect(await world.sessions.viewer(session?.sessionId ?? "")).toBeNull();
  });
});

async function act(
  world: FlowWorld,
  key: string,
  name: string,
  args: Readonly<Record<string, string>>,
): Promise<Reply> {
  const { id } = world.person(key);
  return world.inbound.interact({
    eventId: nextEvent(),
    account: { platform: "web", id },
    conversation: id as Conversation,
    action: { name, args },
    fields: {},
  });
}

function typeAs(world: FlowWorld, text: string): Promise<Reply> {
  return world.inbound.command({
    eventId: nextEvent(),
    account: slack,
    conversation: "D1" as Conversation,
    text,
  });
}

async function issueCode(world: FlowWorld, steward: string, key: string): Promise<string> {
  const reply = await act(world, steward, "issue-code", { contact: world.person(key).id });
  const code = /\b[A-Z2-9]{8}\b/.exec(textOf(reply.say))?.[0];
  if (code === undefined) throw new Error(`No code in: ${textOf(reply.say)}`);
  return code;
}

async function handOver(world: FlowWorld, steward: string, key: string): Promise<string> {
  const reply = await act(world, steward, "hand-over-link", { contact: world.person(key).id });
  const token = /\/go\/([\w-]+)/.exec(textOf(reply.say))?.[1];
  if (token === undefined) throw new Error(`No link in: ${textOf(reply.say)}`);
  return token;
}
