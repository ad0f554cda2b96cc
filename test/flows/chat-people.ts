import type { Conversation, Interaction } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createChatPlatform } from "./chat-platform.ts";
import type { FlowWorld, StartWorld } from "./flow-suite.ts";
import { nextEvent } from "./person.ts";

/** A contact on the roster who is reached in Slack's direct message, or as `more` says. */
export const slack = (user: string, more: object = {}) => ({
  routes: [{ slack: { team: "T0001", user, ...more } }],
});
/** The account of a person in the workspace T0001, unless another team is named. */
export const accountOf = (user: string, team = "T0001") => ({
  platform: "slack" as const,
  id: `${team}/${user}`,
});

/** Ana and Bob of the City, Vic of Acme; each is reached as the test says. */
export function chatRoster(
  ways: { readonly ana?: object; readonly bob?: object; readonly vic?: object } = {},
): string {
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

/** A world with these three, who were introduced; what was posted is kept. */
export async function openChat(start: StartWorld, ways: Parameters<typeof chatRoster>[0] = {}) {
  const platform = createChatPlatform();
  const world = await start({ adapters: [platform.adapter], roster: chatRoster(ways) });
  await world.settle();
  return { world, posted: platform.posted };
}

/** A tap in a window, as an adapter hands it over. */
export async function interaction(
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

export async function tap(world: FlowWorld, ...what: Parameters<typeof interaction>) {
  return world.inbound.interact(await interaction(...what));
}

/** Says yes to the introduction. */
export async function begin(world: FlowWorld, user: string): Promise<void> {
  const [row] = await world.query("select contact_id as id from identities where account = $1", [
    `T0001/${user}`,
  ]);
  await tap(world, user, "introduction", { contact: String(row?.id), answer: "start" });
  await world.settle();
}
