import { expect, test } from "vitest";
import { linkCommand } from "../../src/command-line/people-commands.ts";
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
    const purpose = { kind: "check-in", invitationId: invitation?.id, handedOver: true };
    expect(await world.sessions.peek(token)).toEqual({ kind: "open", purpose });
    const opened = await Promise.all([1, 2, 3].map(() => world.sessions.redeem(token)));
    expect(opened.filter((session) => session !== null)).toHaveLength(1);
    expect(await world.sessions.peek(token)).toEqual({ kind: "used" });
    const session = opened.find((one) => one !== null);
    expect(session?.path).toBe("/check-in");
    const viewer = () => world.sessions.viewer(session?.sessionId ?? "");
    const since = world.clock.now().toString();
    expect(await viewer()).toEqual({ contactIds: [world.person("bob").id], scope: { ...purpose, since } });
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
    expect(viewer).toEqual({
      contactIds: [world.person("bob").id],
      scope: { kind: "pages", handedOver: true, since: world.clock.now().toString() },
    });
    await world.sessions.end(session?.sessionId ?? "");
    expect(await world.sessions.viewer(session?.sessionId ?? "")).toBeNull();
  });

  test("a steward gets no link to somebody's pages: without anything open there is none", async () => {
    const world = await startedWorld(start);
    world.clock.set("2026-11-07T12:00", chicago);
    const reply = await act(world, "ana", "hand-over-link", { contact: world.person("bob").id });
    expect(reply.outcome).toBe("refused");
    expect(textOf(reply.say)).toContain(
      "There is nothing to open for Name of bob right now. Try again when the next check-in is out.",
    );
    const own = await act(world, "ana", "hand-over-link", { contact: world.person("ana").id });
    expect(own.outcome).toBe("refused");
    expect(await world.query("select 1 from links where purpose ->> 'handedOver' = 'true'")).toEqual([]);
  });

  test("a link is refused in the same words for who said no, paused, or is reached another way", async () => {
    const world = await startedWorld(start);
    const [bob, cyd, dee] = [world.person("bob"), world.person("cyd"), world.person("dee")];
    await act(world, "bob", "introduction", { contact: bob.id, answer: "not-me" });
    await cyd.type("pause");
    await world.query(
      "insert into routes (id, contact_id, platform, address, position, state) values (gen_random_uuid(), $1, 'slack', 'T1/U9', 9, 'ok')",
      [dee.id],
    );
    const said = new Set<string>();
    for (const { id } of [bob, cyd, dee]) {
      const reply = await act(world, "ana", "hand-over-link", { contact: id });
      expect(reply.outcome).toBe("refused");
      said.add(textOf(reply.say).replaceAll(/Name of \w+/g, "NAME"));
    }
    expect([...said]).toHaveLength(1);
    expect([...said].join()).toContain("There is no link for NAME now.");
  });

  test("a handed-over check-in shows nothing that was answered before it was opened", async () => {
    const world = await startedWorld(start);
    const bob = world.person("bob");
    const [row] = await world.query("select id from invitations where contact_id = $1", [bob.id]);
    const invitation = String(row?.id);
    const untouched = await world.host.checkInCard(invitation);
    const answerAll = async (value: string, text: string) => {
      const card = await world.host.checkInCard(invitation);
      if ((await bob.cardsWith("edit")).length > 0) await bob.tap("edit");
      expect(card).not.toBeNull();
      for (const statement of [0, 1, 2]) await bob.rate(statement, value);
      await bob.tap("answer-prompt", {}, { text, sharing: "confidential" });
    };
    await answerAll("2", "Said before");
    world.clock.advance({ minutes: 1 });
    const { viewer, since } = await openHandedOver(world, "bob");
    expect(await world.host.checkInCard(invitation, since)).toEqual(untouched);
    expect(textOf((await world.host.checkInCard(invitation)) ?? undefined)).toContain("Said before");
    const edit = { name: "edit", args: { invitation } };
    const after = { action: edit, contactIds: viewer?.contactIds ?? [] };
    expect(JSON.stringify(await world.host.checkInCard(invitation, since, after))).not.toMatch(
      /Said before|"chosen"/,
    );
    expect(await world.host.checkInCard(invitation, since, { ...after, contactIds: [] })).toBeNull();
    world.clock.advance({ minutes: 1 });
    await answerAll("4", "Said in this session");
    const receipt = await world.host.checkInCard(invitation, since);
    expect(textOf(receipt ?? undefined)).toContain("Said in this session");
    expect(textOf(receipt ?? undefined)).toContain("your answers are saved");
  });

  test("a handed-over check-in looks unanswered where its prompt was skipped or sealed before", async () => {
    const world = await startedWorld(start);
    for (const how of ["skipped", "sealed"]) {
      const [row] = await world.query("select id from invitations where contact_id = $1", [
        world.person("bob").id,
      ]);
      const untouched = await world.host.checkInCard(String(row?.id));
      const at = world.clock.now().subtract({ minutes: 1 }).toString();
      await world.query(
        "update invitations set state = 'answered', answered_at = $2, prompt_done = $3, prompt_done_at = $2 where id = $1",
        [row?.id, at, how],
      );
      const since = world.clock.now().toString();
      expect(await world.host.checkInCard(String(row?.id), since), how).toEqual(untouched);
      expect(await world.host.checkInCard(String(row?.id), at), how).not.toEqual(untouched);
      await world.query(
        "update invitations set state = 'sent', answered_at = null, prompt_done = null, prompt_done_at = null",
      );
    }
  });

  test("a handed-over introduction opens the welcome, its masked check-in and the help, nothing else", async () => {
    const world = await start();
    await world.settle();
    const { viewer, since } = await openHandedOver(world, "bob");
    if (viewer === null) throw new Error("no session");
    const show = (path: string) => world.host.page(path, {}, viewer);
    for (const path of ["/history", "/settings", "/status", "/people", "/digests", "/posts"]) {
      expect(await show(path), path).toMatchObject({ kind: "refused" });
    }
    for (const path of ["/welcome", "/help"]) expect(await show(path), path).toMatchObject({ kind: "page" });
    for (const action of ["save-settings", "settings", "hand-over-link", "issue-code", "cadence"]) {
      expect(world.host.mayRun(viewer, action), action).toBe(false);
    }
    expect(world.host.mayRun(viewer, "introduction")).toBe(true);
    await world.consent("bob");
    const fresh = await show("/welcome");
    expect(JSON.stringify(fresh)).toContain('"rate"');
    expect(JSON.stringify(fresh)).not.toMatch(/save-settings|"settings"/);
    const later = {
      ...viewer,
      scope: { ...viewer.scope, since: world.clock.now().add({ minutes: 5 }).toString() },
    };
    expect(since).toBeDefined();
    await world.person("bob").rate(0, "2");
    expect(JSON.stringify(await show("/welcome"))).toContain('"chosen":"2"');
    expect(await world.host.page("/welcome", {}, later)).toEqual(fresh);
  });

  test("nobody becomes a colleague alone: an account that is the steward's is not confirmed as another's", async () => {
    const world = await startedWorld(start);
    await world.query(
      "insert into identities (id, contact_id, platform, account, claimed_at, confirmed_at) values (gen_random_uuid(), $1, 'slack', $2, now(), now())",
      [world.person("ana").id, slack.id],
    );
    expect((await typeAs(world, `link ${await issueCode(world, "ana", "bob")}`)).outcome).toBe("done");
    const [claim] = await world.query("select id from identities where confirmed_at is null");
    const refused = await act(world, "ana", "confirm-identity", { identity: String(claim?.id) });
    expect(refused.outcome).toBe("refused");
    expect(textOf(refused.say)).toContain("already stands for you or somebody else on your side");
    expect(await world.query("select 1 from identities where confirmed_at is null")).toHaveLength(1);
    expect((await act(world, "ana", "revoke-identity", { identity: String(claim?.id) })).outcome).toBe(
      "done",
    );
  });

  test("an account that two colleagues claim is confirmed for neither while both stand", async () => {
    const world = await startedWorld(start);
    for (const key of ["bob", "cyd"]) await typeAs(world, `link ${await issueCode(world, "ana", key)}`);
    for (const { id } of await world.query("select id from identities")) {
      expect((await act(world, "ana", "confirm-identity", { identity: String(id) })).outcome).toBe("refused");
    }
  });

  test("a code typed in the browser claims nothing and is not used up", async () => {
    const world = await startedWorld(start);
    const code = await issueCode(world, "ana", "bob");
    const reply = await world.person("cyd").type(`link ${code}`);
    expect(reply.outcome).toBe("refused");
    expect(textOf(reply.say)).toContain("You are in the browser now.");
    expect((await typeAs(world, `link ${code}`)).outcome).toBe("done");
  });

  test("pages typed in chat gives a one-time link to one's own pages for a day; in the browser a plain one", async () => {
    const world = await startedWorld(start);
    await typeAs(world, `link ${await issueCode(world, "ana", "bob")}`);
    expect((await typeAs(world, "pages")).outcome).toBe("refused");
    const [claim] = await world.query("select id from identities");
    await act(world, "ana", "confirm-identity", { identity: String(claim?.id) });
    const token = tokenIn((await typeAs(world, "pages")).say);
    world.clock.advance({ minutes: 24 * 60 - 1 });
    const session = await world.sessions.redeem(token);
    expect(session?.path).toBe("/status");
    const viewer = await world.sessions.viewer(session?.sessionId ?? "");
    expect(viewer).toEqual({ contactIds: [world.person("bob").id], scope: { kind: "pages" } });
    expect(viewer && (await world.host.page("/history", {}, viewer))).toMatchObject({ kind: "page" });
    const late = tokenIn((await typeAs(world, "pages")).say);
    world.clock.advance({ hours: 24 });
    expect(await world.sessions.redeem(late)).toBeNull();
    const here = await world.person("bob").type("pages");
    expect(here.outcome).toBe("done");
    expect(JSON.stringify(here.say)).toContain('"path":"/status"');
  });

  test("the operator's link to pages is logged and opens none of the person's own answers and settings", async () => {
    const world = await startedWorld(start);
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err: () => {}, isTty: false };
    const args = { positional: ["permits/ana"], options: { pages: true }, directory: "." };
    expect(await linkCommand.run(world.context, args, io)).toBe(0);
    const logged = "select actor, subject from audit_log where action = 'link.pages'";
    expect(await world.query(logged)).toEqual([{ actor: "operator", subject: world.person("ana").id }]);
    const session = await world.sessions.redeem(/\/go\/([\w-]+)/.exec(said.join())?.[1] ?? "");
    const viewer = await world.sessions.viewer(session?.sessionId ?? "");
    if (viewer === null) throw new Error("no session");
    for (const path of ["/history", "/settings", "/welcome"]) {
      expect(await world.host.page(path, {}, viewer), path).toMatchObject({ kind: "refused" });
    }
    for (const path of ["/status", "/digests", "/people", "/help"]) {
      const shown = await world.host.page(path, {}, viewer);
      expect(shown, path).toMatchObject({ kind: "page" });
      expect(JSON.stringify(shown), path).not.toMatch(/"\/(?:history|settings)"/);
    }
    for (const action of ["edit", "show-check-in", "rate", "settings", "introduction"]) {
      expect(world.host.mayRun(viewer, action), action).toBe(false);
    }
    expect(world.host.mayRun(viewer, "issue-code")).toBe(true);
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
  return tokenIn(reply.say);
}

function tokenIn(card: Reply["say"]): string {
  const token = /\/go\/([\w-]+)/.exec(textOf(card))?.[1];
  if (token === undefined) throw new Error(`No link in: ${textOf(card)}`);
  return token;
}

/** The steward uses the link themself. */
async function openHandedOver(world: FlowWorld, key: string) {
  const session = await world.sessions.redeem(await handOver(world, "ana", key));
  const viewer = await world.sessions.viewer(session?.sessionId ?? "");
  const since = viewer === null || viewer.scope.kind === "door" ? undefined : viewer.scope.since;
  return { viewer, since };
}
