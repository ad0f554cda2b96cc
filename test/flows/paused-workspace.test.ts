import { expect, test } from "vitest";
import type { Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createChatPlatform } from "./chat-platform.ts";
import { onBothEngines, type StartWorld } from "./flow-suite.ts";

const paused: SendOutcome = { kind: "paused", code: "token_revoked" };
const slice = 16;
const waiting =
  "select state, attempts, count(*)::int as n from messages where state <> 'sent' group by 1, 2";

/** Fifty of the City and Vic, who is reached through his own workspace; all are to be introduced. */
async function openCrowd(start: StartWorld, answer: (outgoing: Outgoing) => SendOutcome | null) {
  const tried: string[] = [];
  const platform = createChatPlatform((outgoing) => {
    if (outgoing.to.startsWith("T0001/")) tried.push(outgoing.to);
    return answer(outgoing);
  });
  const via = (team: string, user: string) => ({ routes: [{ slack: { team, user, via: team } }] });
  const world = await start({
    adapters: [platform.adapter],
    roster: aRoster(
      aPartnership({
        contacts: [
          ...Array.from({ length: 50 }, (_, index) =>
            aRosterContact(`a${index}`, via("T0001", `U1${String(index).padStart(3, "0")}`)),
          ),
          aRosterContact("vic", { organisation: "Acme", ...via("T0009", "U0009") }),
        ],
        sides: {
          agency: { label: "City", steward: "a0", sponsor: "a0" },
          vendor: { label: "Acme", steward: "vic", sponsor: "vic" },
        },
        posts: {},
      }),
    ),
  });
  return { world, tried, posted: platform.posted };
}

onBothEngines("a workspace that takes nothing for now", (start) => {
  test("of its many messages one slice is tried, the rest is put off without being begun, and all go out once later", async () => {
    let isPaused = true;
    const { world, tried, posted } = await openCrowd(start, ({ to }) =>
      isPaused && to.startsWith("T0001/") ? paused : null,
    );
    await world.settle();
    expect(tried).toHaveLength(slice);
    expect(posted.map(({ to }) => to)).toEqual(["T0009/U0009"]);
    expect(await world.query(waiting)).toEqual([{ state: "pending", attempts: 0, n: 50 }]);
    expect(await world.query("select outcome from deliveries")).toEqual([{ outcome: "sent" }]);
    // No lease has to run out for those that were not begun.
    const times = "select distinct due_at, lease_until from messages where state <> 'sent'";
    expect(await world.query(times)).toEqual([{ due_at: expect.anything(), lease_until: null }]);

    await world.passTo(world.clock.now().add({ minutes: 2 }));
    expect(tried).toHaveLength(2 * slice);
    isPaused = false;
    await world.passTo(world.clock.now().add({ minutes: 2 }));
    expect(posted).toHaveLength(51);
    expect(new Set(posted.map(({ to }) => to)).size).toBe(51);
  });

  test("what only some of a slice meet is no reason to put the rest off", async () => {
    const { world, tried, posted } = await openCrowd(start, ({ to }) =>
      to.startsWith("T0001/") && Number(to.at(-1)) % 2 === 1 ? paused : null,
    );
    await world.settle();
    expect(tried).toHaveLength(50);
    expect(posted).toHaveLength(26);
    expect(await world.query(waiting)).toEqual([{ state: "pending", attempts: 0, n: 25 }]);
  });
});
