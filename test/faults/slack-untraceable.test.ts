import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aRosterContact } from "../builders/roster.ts";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import type { SlackRequest } from "../slack/slack-faults.ts";
import { ourScopes } from "../slack/slack-seeds.ts";
import { type SlackWorld, startSlackWorld } from "../slack/slack-world.ts";

const shared = ({ args }: SlackRequest) => args.channel === "C0SHARED";
const broken = { kind: "status", status: 500, accept: true } as const;

/** What Slack takes and does not say so, where no history tells whether it stands: channels, as our app may see them. */
describe.each(engineKinds)("sends that nobody can look for (%s)", (kind) => {
  let engine: Engine;
  let world: SlackWorld;
  beforeAll(async () => {
    engine = await withEngine(kind);
  });
  afterEach(async () => {
    expect(world.slack.blockFaults).toEqual([]);
    await world.close();
  });
  afterAll(() => engine.close());

  const begin = async (ways: Readonly<Record<string, object>>) => {
    const contact = (id: string) =>
      aRosterContact(id, {
        routes: [{ slack: { team: "T0AGENCY", user: `U0${id.toUpperCase()}`, ...ways[id] } }],
      });
    const vera = { routes: [{ slack: { team: "T0VENDOR", user: "U0VERA", ...ways.vera } }] };
    world = await startSlackWorld(engine, {
      timers: { wait: async () => {} },
      partnership: {
        contacts: [
          ...["ada", "ben", "gus"].map(contact),
          aRosterContact("vera", { organisation: "Acme", ...vera }),
        ],
      },
    });
  };
  const pass = (time: { hours?: number; minutes?: number }) =>
    world.rapport.passTo(world.clock.now().add(time));
  const standing = () => world.slack.channel("C0SHARED").messages;

  test("Slack answers 500 for an hour to a post in a channel and takes it each time: two copies, and it ends as unconfirmed", async () => {
    await begin({});
    await world.settle();
    world.slack.on({ method: "chat.postMessage", while: shared }, broken);
    const post = `select m.state, m.end_code, array_agg(d.outcome || ' ' || d.code order by d.started_at) as attempts
      from messages m join deliveries d on d.message_id = m.id where m.post like '%C0SHARED' group by m.id`;
    for (let day = 0; day < 40 && (await world.rapport.query(post)).length === 0; day += 1)
      await pass({ hours: 24 });
    await pass({ hours: 1 });
    const end = {
      state: "unknown",
      end_code: "unconfirmed",
      attempts: ["unknown http.500", "unknown absent", "unknown http.500", "unknown unconfirmed"],
    };
    expect(await world.rapport.query(post)).toEqual([end]);
    expect(standing()).toHaveLength(2);
    expect(world.slack.calls.filter(({ method }) => method === "conversations.history")).toEqual([]);
    expect(ourScopes).not.toContain("channels:history");
  });

  test("the answers to four people's line in a channel are lost for a quarter of an hour: it stands there twice at most", async () => {
    const card = { card: "C0SHARED" };
    await begin({ ada: card, ben: card, gus: card, vera: card });
    const lost = world.slack.on(
      { method: "chat.postMessage", while: shared },
      { kind: "drop", accept: "yes" },
    );
    await world.settle();
    await pass({ minutes: 15 });
    expect(lost.hits).toBe(2);
    lost.release();
    await pass({ hours: 2 });
    expect(standing()).toHaveLength(2);
    const ends = await world.rapport.query(
      "select state, end_code, count(*)::int as n from messages where contact_id is not null group by 1, 2 order by 1",
    );
    expect(ends).toEqual([
      { state: "sent", end_code: null, n: 3 },
      { state: "unknown", end_code: "unconfirmed", n: 1 },
    ]);
  });

  test("Slack answers 500 for an hour to a private line and shows it each time: two are shown, and it ends as unconfirmed", async () => {
    await begin({ gus: { prompt: "C0SHARED" } });
    world.slack.on({ method: "chat.postEphemeral" }, broken);
    await world.settle();
    await pass({ hours: 1 });
    expect(world.slack.ephemerals("C0SHARED", world.people.guest)).toHaveLength(2);
    const gus = world.rapport.contactIds.gus;
    const end = "select state, end_code from messages where contact_id = $1";
    expect(await world.rapport.query(end, [gus])).toEqual([{ state: "unknown", end_code: "unconfirmed" }]);
  });
});
