import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { botScopes } from "../../../adapters/slack/scopes.ts";
import type { SlackEvidence } from "../../../src/ports/slack-operator.ts";
import { type Engine, withEngine } from "../../engines/engine.ts";
import { type OperatorWorld, ofCode, openOperatorWorld, team } from "./operator-world.ts";

let engine: Engine;
let world: OperatorWorld;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterAll(() => engine.close());
beforeEach(async () => {
  world = await openOperatorWorld(engine);
  world.slack.addWorkspace({ team, name: "City", scopes: botScopes });
});
afterEach(() => world.close());

const connect = () => world.operator.connect(world.keysOf(team), null);
const found = async (code: string, evidence: Partial<SlackEvidence> = {}) =>
  ofCode(await world.findings(evidence), code);
const route = (changes: Partial<SlackEvidence["routes"][number]> = {}) => ({
  ...{ address: `${team}/U1`, state: "ok" as const, lastError: null, checkedAt: world.clock.now() },
  ...changes,
});
const post = (channel: string, changes: Partial<SlackEvidence["posts"][number]> = {}) => ({
  ...{ partnership: "permits", oneSide: false, address: `${team}/${channel}` },
  ...changes,
});

test("a connected workspace is well in every check, and costs one call", async () => {
  await connect();
  await world.heard.note((await world.rows())[0]?.id ?? "");
  const before = world.slack.calls.length;
  expect((await world.findings()).map(({ code, state, key }) => [code, state, key])).toEqual([
    ["S01", "good", "slackToken"],
    ["S02", "good", "slackScopes"],
    ["S03", "good", "slackSigned"],
    ["S05", "good", "slackClock"],
    ["S07", "good", "slackHeard"],
  ]);
  expect(world.slack.calls.length - before).toBe(1);
});

test("no finding holds a secret", async () => {
  await connect();
  world.slack.on({ method: "auth.test" }, { kind: "status", status: 503, accept: false });
  const findings = JSON.stringify(await world.findings());
  for (const secret of Object.values(world.keysOf(team))) expect(findings).not.toContain(secret);
});

describe("S01, the token", () => {
  test("a roster without Slack needs no workspace, one with Slack does", async () => {
    expect(await world.findings()).toEqual([]);
    expect(await found("S01", { routes: [route()] })).toEqual(["bad slackNone"]);
    expect(await found("S01", { posts: [post("C1")] })).toEqual(["bad slackNone"]);
  });

  test("a revoked token is bad, with Slack's word", async () => {
    await connect();
    const token = world.slack.state.tokens.get(world.keysOf(team).botToken);
    if (token !== undefined) token.state = "revoked";
    const findings = await world.findings();
    expect(ofCode(findings, "S01")).toEqual(["bad slackTokenRefused"]);
    expect(findings[0]?.values).toEqual({ workspace: `City (${team})`, code: "token_revoked" });
  });

  test("Slack that does not answer is told from a token that it refuses", async () => {
    await connect();
    world.slack.on({ method: "auth.test" }, { kind: "html", accept: false });
    expect(await found("S01")).toEqual(["bad slackUnreached"]);
    await world.slack.close();
    expect(await found("S01")).toEqual(["bad slackUnreached"]);
  });

  test("a workspace that rests says why", async () => {
    await connect();
    const [row] = await world.rows();
    await world.installations.setState(row?.id ?? "", "paused", "missing_scope", world.clock.now());
    world.clock.advance({ minutes: 1 });
    const findings = await world.findings();
    expect(ofCode(findings, "S01")).toEqual(["bad slackPaused"]);
    expect(findings[0]?.values.code).toBe("missing_scope");
  });

  test("one that took the app out is bad where the roster still goes there", async () => {
    await connect();
    const [row] = await world.rows();
    await world.installations.setState(row?.id ?? "", "removed", "app_uninstalled", world.clock.now());
    world.clock.advance({ minutes: 1 });
    expect(await found("S01", { routes: [route()] })).toEqual(["bad slackTakenOut"]);
    expect(await found("S01", { routes: [route({ address: `T0VENDOR/U1@${team}` })] })).toEqual([
      "bad slackTakenOut",
    ]);
    const elsewhere = { routes: [route({ address: `${team}/U1@T0HOST` })] };
    expect(await found("S01", elsewhere)).toEqual(["bad slackNone"]);
    world.slack.addWorkspace({ team: "T0HOST", name: "Host", scopes: botScopes });
    await world.operator.connect(world.keysOf("T0HOST"), null);
    world.clock.advance({ minutes: 1 });
    expect(await found("S01", elsewhere)).toEqual(["good slackToken"]);
    expect(await found("S01", { posts: [post("C1")] })).toEqual(["good slackToken", "bad slackTakenOut"]);
  });

  test("an app that nobody installed yet waits", async () => {
    const { botToken: _, ...app } = world.keysOf(team);
    await world.operator.connect(app, null);
    expect(await found("S01")).toEqual(["attention slackWaiting"]);
  });

  test("a token of another workspace is seen", async () => {
    await connect();
    const [row] = await world.rows();
    await world.installations.change(row?.id ?? "", { tenant: "T0WRONG" }, world.clock.now());
    world.clock.advance({ minutes: 1 });
    expect(await found("S01")).toEqual(["bad slackTokenElsewhere"]);
  });
});

test("S02: missing scopes are bad, more than needed are worth a look", async () => {
  await connect();
  const token = world.slack.state.tokens.get(world.keysOf(team).botToken);
  if (token !== undefined) token.scopes = botScopes.filter((scope) => scope !== "im:write");
  const missing = (await world.findings()).find(({ code }) => code === "S02");
  expect(missing).toMatchObject({ state: "bad", key: "slackScopesMissing", values: { scopes: "im:write" } });
  if (token !== undefined) token.scopes = [...botScopes, "admin"];
  const more = (await world.findings()).find(({ code }) => code === "S02");
  expect(more).toMatchObject({ state: "attention", key: "slackScopesMore", values: { scopes: "admin" } });
});

test("S03: taps need a signing secret with an address, or Socket Mode", async () => {
  await connect();
  const [row] = await world.rows();
  const { signingSecret: _, ...rest } = JSON.parse(row?.credentials ?? "{}");
  const keep = async (credentials: object) => {
    await world.installations.change(
      row?.id ?? "",
      { credentials: JSON.stringify(credentials) },
      world.clock.now(),
    );
    world.clock.advance({ minutes: 1 });
  };
  await keep(rest);
  expect(await found("S03")).toEqual(["bad slackNoInbound"]);
  await keep({ ...rest, appToken: "xapp-1" });
  expect(await found("S03")).toEqual(["good slackSocket"]);
  const closed = await openOperatorWorld(engine, { publicUrl: null });
  closed.slack.addWorkspace({ team });
  await closed.operator.connect(closed.keysOf(team), null);
  expect(ofCode(await closed.findings(), "S03")).toEqual(["attention slackNoAddress"]);
  await closed.close();
});

test("S04: the Messages tab is known by the newest direct message of a team", async () => {
  await connect();
  const off = route({ state: "blocked", lastError: "messages_tab_disabled" });
  const earlier = world.clock.now().subtract({ hours: 1 });
  expect(await found("S04", { routes: [route({ state: "untested", checkedAt: null })] })).toEqual([
    "attention slackMessagesTabUntold",
  ]);
  expect(await found("S04", { routes: [off] })).toEqual(["bad slackMessagesTabOff"]);
  expect(await found("S04", { routes: [route({ checkedAt: earlier }), off] })).toEqual([
    "bad slackMessagesTabOff",
  ]);
  expect(await found("S04", { routes: [{ ...off, checkedAt: earlier }, route()] })).toEqual([
    "good slackMessagesTab",
  ]);
  const inChannel = route({ address: `${team}/U1/prompt/C1` });
  expect(await found("S04", { routes: [inChannel] })).toEqual([]);
});

test("S05: a clock that is off is said before signatures fail, in both directions", async () => {
  await connect();
  for (const [seconds, expected] of [
    [59, "good slackClock"],
    [62, "attention slackClockOff"],
    [-200, "attention slackClockOff"],
    [245, "bad slackClockFar"],
    [-600, "bad slackClockFar"],
  ] as const) {
    world.slackClock.set(world.clock.now().add({ seconds }));
    expect(await found("S05"), `${seconds} s`).toEqual([expected]);
  }
});

describe("S06, where summaries are posted", () => {
  beforeEach(async () => {
    await connect();
    world.slack.addUser({ team: "T0VENDOR", user: "U9" });
    const members = [{ team, user: "U1" }];
    world.slack.addUser({ team, user: "U1" });
    world.slack.addChannel({ id: "C1", team, members });
    world.slack.addChannel({ id: "C2", team, members, withBot: false });
    world.slack.addChannel({ id: "C3", team, members, sharedWith: ["T0VENDOR"] });
  });

  test("a channel with Rapport in it is well; also a shared one, for what both sides may read", async () => {
    expect(await found("S06", { posts: [post("C1"), post("C3")] })).toEqual([
      "good slackPost",
      "good slackPost",
    ]);
  });

  test("one side's text never goes to a channel that is shared with another organisation", async () => {
    expect(
      await found("S06", { posts: [post("C1", { oneSide: true }), post("C3", { oneSide: true })] }),
    ).toEqual(["good slackPost", "bad slackPostShared"]);
  });

  test("archived, without Rapport, unknown, of another workspace and no channel at all are bad", async () => {
    world.slack.channel("C1").archived = true;
    const elsewhere = post("C1", { address: "T0OTHER/C1" });
    const posts = [post("C1"), post("C2"), post("C9"), elsewhere, post("general")];
    const findings = (await world.findings({ posts })).filter(({ code }) => code === "S06");
    expect(findings.map(({ state, key }) => `${state} ${key}`)).toEqual([
      "bad slackPostArchived",
      "bad slackPostNotMember",
      "bad slackPostUnknown",
      "bad slackPostNoWorkspace",
      "bad slackPostUnknown",
    ]);
    expect(findings[2]?.values).toEqual({
      ...{ partnership: "permits", address: `${team}/C9`, code: "channel_not_found" },
    });
  });

  test("what cannot be asked for now is not called bad", async () => {
    world.slack.on({ method: "conversations.info" }, { kind: "limited", retryAfter: "30" });
    expect(await found("S06", { posts: [post("C1")] })).toEqual(["attention slackPostUnchecked"]);
  });

  test("a channel that got a new id is found under it", async () => {
    const [row] = await world.rows();
    await world.notes.write(row?.id ?? "", "moved:C0OLD", "C1", world.clock.now());
    expect(await found("S06", { posts: [post("C0OLD")] })).toEqual(["good slackPost"]);
  });
});

test("S07: a workspace that was never heard of, or not for a week, is worth a look", async () => {
  await connect();
  const id = (await world.rows())[0]?.id ?? "";
  expect(await found("S07")).toEqual(["attention slackUnheard"]);
  await world.heard.note(id);
  expect(await found("S07")).toEqual(["good slackHeard"]);
  world.clock.advance({ hours: 6 * 24 });
  expect(await found("S07")).toEqual(["good slackHeard"]);
  world.clock.advance({ hours: 25 });
  expect(await found("S07")).toEqual(["attention slackQuiet"]);
  await world.heard.note(id);
  expect(await found("S07")).toEqual(["good slackHeard"]);
});

test("hearing is noted once an hour, and a note that cannot be kept does no harm", async () => {
  await connect();
  const id = (await world.rows())[0]?.id ?? "";
  await world.heard.note(id);
  const first = await world.heard.last(id);
  world.clock.advance({ minutes: 59 });
  await world.heard.note(id);
  expect(await world.heard.last(id)).toEqual(first);
  world.clock.advance({ minutes: 2 });
  await world.heard.note(id);
  expect(await world.heard.last(id)).toEqual(world.clock.now());
  await expect(world.heard.note("00000000-0000-4000-8000-000000000009")).resolves.toBeUndefined();
});
