import type { Finding } from "../../ports/finding.ts";
import type { SlackEvidence } from "../../ports/slack-operator.ts";
import type { CommandContext } from "../command.ts";
import { checkDatabase } from "./check-database.ts";
import { checkFailedPosts } from "./check-failed-posts.ts";
import { checkReach, type Reached } from "./check-reach.ts";

/** Longer than a month: the digest of last month is in it. */
const postsOfHours = 40 * 24;

/** Every check, in the order in which it is printed. Changes nothing. */
export async function examine(context: CommandContext): Promise<readonly Finding[]> {
  const { database, failedPosts, slack, clock, wordsFor, reaching } = context;
  const settings: Finding = { code: "D01", state: "good", key: "settings", values: {} };
  const { answers, findings } = await checkDatabase(database, clock);
  const ofStore = [settings, ...findings];
  // Whatever else is looked at is in that database.
  if (!answers) return ofStore;
  const people = await everybody(context);
  const words = wordsFor("en");
  const since = clock.now().subtract({ hours: postsOfHours });
  return [
    ...ofStore,
    ...(await slack.findings(await evidenceFor(context, people))),
    ...checkFailedPosts(await failedPosts.since(since), words),
    ...checkReach(people, reaching, words),
  ];
}

function everybody({ transact }: CommandContext): Promise<readonly Reached[]> {
  return transact(async ({ partnerships, contacts }) => {
    const people: Reached[] = [];
    for (const partnership of await partnerships.active()) {
      const listed = await contacts.activeOf(partnership.id);
      const routes = Map.groupBy(
        await contacts.routesOf(listed.map(({ id }) => id)),
        ({ contactId }) => contactId,
      );
      for (const contact of listed)
        people.push({ partnership, contact, routes: routes.get(contact.id) ?? [] });
    }
    return people;
  });
}

async function evidenceFor({ transact }: CommandContext, people: readonly Reached[]): Promise<SlackEvidence> {
  const active = await transact(({ partnerships }) => partnerships.active());
  const posts = active.flatMap(({ key, posts }) =>
    (["joint", "agency", "vendor"] as const).flatMap((audience) => {
      const [platform, address] = splitOnce(posts[audience] ?? "");
      const oneSide = audience !== "joint";
      return platform === "slack" ? [{ partnership: key, oneSide, address }] : [];
    }),
  );
  const routes = people.flatMap(({ routes }) => routes.filter(({ platform }) => platform === "slack"));
  return { posts, routes };
}

/** `slack:T1/C1` is "slack" and "T1/C1". */
function splitOnce(address: string): readonly [string, string] {
  const colon = address.indexOf(":");
  return [address.slice(0, Math.max(colon, 0)), address.slice(colon + 1)];
}
