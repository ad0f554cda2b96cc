import { expect, test } from "vitest";
import type { Account } from "../../src/ports/chat-adapter.ts";
import { onBothEngines, startedWorld } from "./flow-suite.ts";
import { nextEvent } from "./person.ts";

/** The account of ana on Slack in every test; each changes one thing about it. */
const account: Account = { platform: "slack", id: "T9/U1", through: "T1" };
const identity = {
  platform: "'slack'",
  account: "'T9/U1'",
  through: "'T1'",
  confirmed: "now()",
  revoked: "null",
};

onBothEngines("a tap that comes from a chat account", (start) => {
  const begin = async (changes: Partial<typeof identity> = {}) => {
    const world = await startedWorld(start);
    const { platform, account, through, confirmed, revoked } = { ...identity, ...changes };
    await world.query(`
      insert into identities (id, contact_id, platform, account, through, claimed_at, confirmed_at, revoked_at)
      values (gen_random_uuid(), '${world.person("ana").id}', ${platform}, ${account}, ${through}, now(), ${confirmed}, ${revoked})`);
    const rate = async (by: Account, args: Record<string, string> = {}) => {
      const tap = await world.person("ana").interaction("rate", {}, { value: "4" });
      const action = { ...tap.action, args: { ...tap.action.args, ...args } };
      return (await world.inbound.interact({ ...tap, action, eventId: nextEvent(), account: by })).outcome;
    };
    const kept = () => world.query("select rating from answers");
    return { world, rate, kept };
  };

  test("is kept when the account is that contact, in every way that this can be known", async () => {
    const { rate, kept } = await begin();
    expect(await rate(account)).toBe("done");
    expect(await rate({ platform: "slack", id: "T9/U1", through: "T9" })).toBe("done");
    expect(await rate({ platform: "slack", id: "T9/U1" })).toBe("done");
    expect(await kept()).toEqual([{ rating: 4 }]);
  });

  test.each([
    ["was only claimed", { confirmed: "null" }, account],
    ["was revoked", { revoked: "now()" }, account],
    ["is of another platform", { platform: "'teams'" }, account],
    ["is another one", { account: "'T9/U2'" }, account],
    ["speaks through another workspace", {}, { ...account, through: "T2" }],
  ])("is refused when the account %s", async (_, changes, by) => {
    const { rate, kept } = await begin(changes);
    expect(await rate(by)).toBe("refused");
    expect(await kept()).toEqual([]);
  });

  test.each(["contacts", "partnerships"])(
    "is refused when the roster's %s has it no longer",
    async (table) => {
      const { world, rate, kept } = await begin();
      await world.query(`update ${table} set deactivated_at = now()`);
      expect(await rate(account)).toBe("refused");
      expect(await kept()).toEqual([]);
    },
  );

  test("on somebody else's check-in, or on what was not asked, is refused", async () => {
    const { world, rate, kept } = await begin();
    const theirs = await world.person("bob").interaction("rate");
    expect(await rate(account, theirs.action.args)).toBe("refused");
    expect(await rate(account, { statement: "NOT1" })).toBe("refused");
    expect(await kept()).toEqual([]);
  });
});
